// What a supervisor does: SuperviseTicket 督办 and ForceCloseTicket. Source: DOMAIN, "Who may", "Further acts", rules 5
// and 10. A platform passes on what its own supervisors want of the orders that it pushed.
#include "engine/decide_checks.h"
#include "engine/logic.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

bool supervises_its_order(const Draft& draft) {
  return draft.state.logic >= kPlatformLogic && draft.standing.has(v1::ROLE_PLATFORM) &&
         draft.ticket.source == v1::SOURCE_PLATFORM && draft.ticket.blower == draft.standing.member;
}

}  // namespace

Decided<void> decide_supervise_ticket(Draft& draft, const v1::SuperviseTicket& command) {
  if (!supervises_its_order(draft)) {
    if (auto supervisor = check_supervisor(draft); !supervisor) return supervisor;
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  v1::Event event;
  event.mutable_ticket_supervised()->set_party(draft.standing.party_code);
  draft.add(std::move(event));
  return {};
}

Decided<void> decide_force_close_ticket(Draft& draft, const v1::ForceCloseTicket& command) {
  if (auto supervisor = check_supervisor(draft); !supervisor) return supervisor;
  // To end one's own work by force would be to close it on paper.
  if (has_part(draft.ticket, draft.standing.party_code)) {
    return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", draft.standing.party_code}});
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  close_ticket(draft, v1::OUTCOME_FORCED);
  return {};
}

}  // namespace whistle::engine
