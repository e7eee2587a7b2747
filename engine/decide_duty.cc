// HandOverDuty 交接班: who has a party's part in hand gives it to a colleague. It moves no clock: the party stays
// responsible. Source: DOMAIN, "Who may", rule 3.
#include "engine/absence.h"
#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

namespace {

bool works(const Member& member) {
  return member.has(v1::ROLE_HANDLER) || member.has(v1::ROLE_GRID_MEMBER);
}

// Where nobody has it in hand, or who has it is away, it is the party's, and any of its people may see to it.
Decided<std::uint32_t> part_to_hand_over(const Draft& draft) {
  const auto& standing = draft.standing;
  const bool dispatches = standing.has(v1::ROLE_DISPATCHER);
  if (!dispatches && !standing.has(v1::ROLE_HANDLER) && !standing.has(v1::ROLE_GRID_MEMBER)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "handler, grid_member or dispatcher"}});
  }
  const auto part = standing.party_code.empty() ? std::nullopt : draft.ticket.part_of(standing.party_code);
  if (!part) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "lead or assistant"}});
  const auto& holder = draft.ticket.parts[*part].member;
  if (dispatches || holder == acting_member(draft)) return *part;
  if (holder.empty() || is_away(draft.state, holder, draft.at)) return *part;
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "who has it in hand, or a dispatcher of the party"}});
}

Decided<void> check_successor(const Draft& draft, const std::string& code) {
  const auto member = draft.newest->find_member(code);
  if (!member) return reject(v1::REFUSAL_CODE_UNKNOWN_MEMBER, {{"member", code}});
  const auto& named = draft.newest->member(*member);
  if (draft.standing.party != named.party || !works(named)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED,
                  {{"needs", "handler or grid_member of the same party"}, {"member", code}});
  }
  if (is_away(draft.state, code, draft.at)) return reject(v1::REFUSAL_CODE_ABSENT, {{"member", code}});
  return {};
}

// The lead's part also while it is checked: what does not stand has to be done again.
bool is_in_somebodys_hands(const Ticket& ticket, std::uint32_t part) {
  return ticket.in_progress() || (part == 0 && ticket.state == v1::TICKET_STATE_VERIFYING);
}

}  // namespace

Decided<void> decide_hand_over_duty(Draft& draft, const v1::HandOverDuty& command) {
  const auto part = part_to_hand_over(draft);
  if (!part) return tl::unexpected(part.error());
  if (!is_in_somebodys_hands(draft.ticket, *part)) return wrong_state(draft);
  if (auto successor = check_successor(draft, command.member()); !successor) return successor;
  const auto& handed = draft.ticket.parts[*part];
  if (handed.member == command.member()) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  v1::Event event;
  event.mutable_duty_handed_over()->set_part(*part);
  event.mutable_duty_handed_over()->set_party(handed.party);
  event.mutable_duty_handed_over()->set_former(handed.member);
  event.mutable_duty_handed_over()->set_member(command.member());
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
