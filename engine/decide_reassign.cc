// ReassignTicket: a dispatcher gives the ticket another lead, which begins with fresh clocks; the total clock runs on.
// Source: DOMAIN, "Clocks", "Who may", rules 10 and 11.
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/ladder.h"

namespace whistle::engine {

namespace {

void hand_over(Draft& draft, const std::string& lead) {
  const auto former = relieve_lead(draft);
  release_assisting(draft, lead);
  const auto part = static_cast<std::uint32_t>(draft.ticket.parts.size());
  v1::Event event;
  auto& dispatched = *event.mutable_ticket_dispatched();
  dispatched.set_cause(v1::DISPATCH_CAUSE_REASSIGNED);
  dispatched.set_lead(lead);
  const auto* ladder = ladder_of(*draft.pinned, *draft.newest, draft.ticket, /*part=*/0, lead);
  if (ladder != nullptr) dispatched.set_ladder(ladder->name);
  if (former.stays) {
    auto* assistant = dispatched.add_assist();
    assistant->set_part(part);
    assistant->set_party(former.party);
    assistant->set_owed(true);
  } else {
    dispatched.set_former(former.party);
  }
  draft.add(std::move(event));
  keep_former_lead(draft, former);
}

}  // namespace

Decided<void> decide_reassign_ticket(Draft& draft, const v1::ReassignTicket& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (!draft.newest->find_party(command.party())) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_PARTY, {{"party", command.party()}});
  }
  if (auto tier = check_tier(draft, command.party()); !tier) return tier;
  if (!being_handled(draft.ticket.state)) return wrong_state(draft);
  if (command.party() == draft.ticket.lead()) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (command.party() == draft.ticket.against) return complained_about(command.party());
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  hand_over(draft, command.party());
  const auto& pinned = *draft.pinned;
  const auto urgency = pinned.find_urgency(draft.ticket.urgency).value_or(pinned.lowest_urgency());
  start_lead_clocks(draft, limits_of(pinned, pinned.find_category(draft.ticket.category), urgency));
  keep_reminded(draft);
  return {};
}

}  // namespace whistle::engine
