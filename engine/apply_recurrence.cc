// The events of reopening and of groups of tickets, into the ticket.
#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

void join(TicketId follower, Ticket& ticket) {
  const auto at = std::ranges::lower_bound(ticket.followers, follower);
  if (at == ticket.followers.end() || *at != follower) ticket.followers.insert(at, follower);
}

// Whoever had not taken the order yet has it before it as it had.
void reopen(const v1::TicketReopened& event, Ticket& ticket) {
  charge_reopening(event, ticket);
  if (ticket.parts[0].state == v1::PART_STATE_ASSIGNED) {
    ticket.state = v1::TICKET_STATE_DISPATCHED;
    ticket.outcome = v1::OUTCOME_UNSPECIFIED;
    ticket.reworks = event.reworks();
  } else {
    rework(event.reworks(), ticket);
  }
  ticket.reopens = event.reopens();
  ticket.rating = 0;
  ticket.closed.reset();
  ticket.reopen_until.reset();
  ticket.appeal_until.reset();
  ticket.total_due.reset();
  ticket.total_missed = false;
  ticket.lead_ticket.reset();
  ticket.lead_ticket_outcome = v1::OUTCOME_UNSPECIFIED;
}

void link(const v1::TicketLinked& event, Ticket& ticket) {
  ticket.lead_ticket = TicketId{event.lead_ticket()};
  ticket.recurs = ticket.recurs || event.recurs();
}

}  // namespace

void apply_recurrence(const v1::Entry&, const v1::Event& event, Ticket& ticket) {
  if (event.has_similar_found()) {
    for (const auto id : event.similar_found().tickets())
      ticket.similar.emplace_back(id);
  } else if (event.has_ticket_reopened()) {
    reopen(event.ticket_reopened(), ticket);
  } else if (event.has_ticket_linked()) {
    link(event.ticket_linked(), ticket);
  } else if (event.has_ticket_unlinked()) {
    ticket.lead_ticket.reset();
  } else if (event.has_follower_joined()) {
    join(TicketId{event.follower_joined().ticket()}, ticket);
  } else if (event.has_follower_left()) {
    std::erase(ticket.followers, TicketId{event.follower_left().ticket()});
  } else {
    WHISTLE_ASSERT(!"an event of recurrence");
  }
}

}  // namespace whistle::engine
