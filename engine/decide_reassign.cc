// ReassignTicket: a dispatcher gives the ticket another lead, which begins with fresh clocks; the total clock runs on.
// Source: DOMAIN, "Clocks", "Who may", rules 10 and 11.
#include "engine/decide_checks.h"
#include "engine/dispatch.h"

namespace whistle::engine {

Decided<void> decide_reassign_ticket(Draft& draft, const v1::ReassignTicket& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (!draft.newest->find_party(command.party())) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_PARTY, {{"party", command.party()}});
  }
  if (auto tier = check_tier(draft, command.party()); !tier) return tier;
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (command.party() == draft.ticket.lead()) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (auto assignable = check_assignable(draft, command.party()); !assignable) return assignable;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  dispatch_to(draft, {v1::DISPATCH_CAUSE_REASSIGNED, command.party(), {}});
  return {};
}

}  // namespace whistle::engine
