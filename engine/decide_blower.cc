// What the whistle-blower does: confirm, withdraw. Source: DOMAIN, rules 5 and 8, "Further acts".
#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/draft.h"
#include "engine/route.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t kRatingMax = 5;

// "Urgent" is every urgency above the lowest.
bool is_urgent(const Draft& draft) {
  const auto urgency = draft.pinned->find_urgency(draft.ticket.urgency);
  return urgency && *urgency < draft.pinned->lowest_urgency();
}

}  // namespace

Decided<void> decide_confirm_resolution(Draft& draft, const v1::ConfirmResolution& command) {
  if (auto blower = check_blower(draft); !blower) return blower;
  if (draft.ticket.state != v1::TICKET_STATE_VERIFYING) {
    return wrong_state(draft);
  }
  if (own_work(draft)) return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", draft.standing.party_code}});
  if (command.rating() > kRatingMax) return reject(v1::REFUSAL_CODE_INVALID, {{"field", "rating"}, {"why", "1 to 5"}});
  v1::Event event;
  event.mutable_resolution_confirmed()->set_by(v1::CONFIRMED_BY_BLOWER);
  event.mutable_resolution_confirmed()->set_rating(command.rating());
  draft.add(std::move(event));
  close_ticket(draft, draft.ticket.outcome);
  return {};
}

Decided<void> decide_withdraw_whistle(Draft& draft, const v1::WithdrawWhistle&) {
  if (auto blower = check_blower(draft); !blower) return blower;
  v1::Event event;
  if (is_urgent(draft)) {
    event.mutable_blower_released();
    draft.add(std::move(event));
    return {};
  }
  event.mutable_whistle_withdrawn();
  draft.add(std::move(event));
  close_ticket(draft, v1::OUTCOME_WITHDRAWN);
  return {};
}

}  // namespace whistle::engine
