// The events of appeals 申诉, into the ticket, and what may be appealed against.
#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

Appeal& waiting_appeal(const std::string& party, v1::AppealSubject subject, Ticket& ticket) {
  const auto found = std::ranges::find_if(ticket.appeals, [&](const Appeal& appeal) {
    return !appeal.decided && appeal.party == party && appeal.subject == subject;
  });
  WHISTLE_ASSERT(found != ticket.appeals.end());
  return *found;
}

void lodge(const v1::Entry& entry, const v1::AppealLodged& event, Ticket& ticket) {
  ticket.appeals.push_back({event.party(), event.subject(), event.ground(), Instant{entry.time_us()}});
}

void review(const v1::AppealReviewed& event, Ticket& ticket) {
  auto& appeal = waiting_appeal(event.party(), event.subject(), ticket);
  (appeal.first_reviewer.empty() ? appeal.first_reviewer : appeal.second_reviewer) = event.reviewer();
}

void decide(const v1::Entry& entry, const v1::AppealDecided& event, Ticket& ticket) {
  auto& appeal = waiting_appeal(event.party(), event.subject(), ticket);
  appeal.decided = Instant{entry.time_us()};
  appeal.granted = event.granted();
}

}  // namespace

void apply_appeal(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_appeal_lodged()) return lodge(entry, event.appeal_lodged(), ticket);
  if (event.has_appeal_reviewed()) return review(event.appeal_reviewed(), ticket);
  WHISTLE_ASSERT(event.has_appeal_decided());
  decide(entry, event.appeal_decided(), ticket);
}

Charge& charge_to(const std::string& party, Ticket& ticket) {
  const auto found = std::ranges::find(ticket.charges, party, &Charge::party);
  return found == ticket.charges.end() ? ticket.charges.emplace_back(Charge{.party = party}) : *found;
}

void charge_reopening(const v1::TicketReopened& event, Ticket& ticket) {
  settle_disputes(ticket);
  if (event.reworks() == ticket.reworks) return;  // nothing had been resolved
  auto& charge = charge_to(event.party(), ticket);
  charge.reworked = true;
  charge.disputed = event.cause() == v1::REOPEN_CAUSE_DISPUTE;
}

void settle_disputes(Ticket& ticket) {
  for (auto& charge : ticket.charges)
    charge.disputed = false;
}

}  // namespace whistle::engine
