#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_link_tickets(Draft& draft, const v1::LinkTickets&) {
  return wrong_state(draft);
}

Decided<void> decide_unlink_tickets(Draft& draft, const v1::UnlinkTickets&) {
  return wrong_state(draft);
}

Decided<void> decide_record_follower(Draft& draft, const v1::RecordFollower&) {
  return wrong_state(draft);
}

Decided<void> decide_follow_lead_ticket(Draft& draft, const v1::FollowLeadTicket&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
