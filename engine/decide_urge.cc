// UrgeTicket 催办: counted and shown to the lead; moves no clock. Source: DOMAIN, "Further acts".
#include "engine/decide_checks.h"

namespace whistle::engine {

namespace {

Decided<void> check_urger(const Draft& draft) {
  const auto& standing = draft.standing;
  if (!draft.ticket.against.empty() && standing.party_code == draft.ticket.against) {
    return complained_about(draft.ticket.against);
  }
  if (standing.has(v1::ROLE_SUPERVISOR)) return {};
  if (standing.has(v1::ROLE_DISPATCHER) && oversees(draft.state, standing, draft.ticket)) return {};
  if (standing.for_resident || standing.member == draft.ticket.blower) return check_blower(draft);
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED,
                {{"needs", "whistle-blower, dispatcher above the place or supervisor"}});
}

}  // namespace

Decided<void> decide_urge_ticket(Draft& draft, const v1::UrgeTicket&) {
  if (auto urger = check_urger(draft); !urger) return urger;
  if (!draft.ticket.in_progress()) return wrong_state(draft);
  v1::Event event;
  event.mutable_ticket_urged()->set_party(draft.ticket.lead());
  event.mutable_ticket_urged()->set_times(draft.ticket.urges + 1);
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
