// RebaseTicket: an open ticket is pinned to the rules in force. What was decided stays: the lead, and the dues of the
// clocks that run. What is decided from here on is decided by the new rules.
#include "engine/decide_checks.h"

namespace whistle::engine {

Decided<void> decide_rebase_ticket(Draft& draft, const v1::RebaseTicket&) {
  const auto& standing = draft.standing;
  const bool may =
      standing.member == kOperatorMember || standing.has(v1::ROLE_ADMIN) || standing.has(v1::ROLE_SUPERVISOR);
  if (!may) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or supervisor"}});
  if (draft.ticket.ruleset == draft.state.publications.back().sequence) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  // Without its category or urgency the new rules would have no limits for it; an amendment gives it others.
  if (auto known = check_known(*draft.newest, draft.ticket.category, draft.ticket.urgency); !known) return known;
  v1::Event event;
  event.mutable_ticket_rebased()->set_former(draft.ticket.ruleset.value);
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
