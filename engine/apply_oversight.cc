// The events of checks, supervision, whistle-up, scores and rejection, into the ticket.
#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

void supervise(const std::string& party, Ticket& ticket) {
  if (std::ranges::find(ticket.supervised_by, party) == ticket.supervised_by.end())
    ticket.supervised_by.push_back(party);
}

void whistle_up(const v1::Entry& entry, const v1::TicketWhistledUp& event, Ticket& ticket) {
  ticket.kind = v1::WHISTLE_KIND_COMMUNITY;
  ticket.whistled_up_by = event.party();
  ticket.category = event.category();
  ticket.urgency = event.urgency();
  ticket.ruleset = Sequence{entry.ruleset()};
}

void reject_ticket(const v1::Entry& entry, const v1::TicketRejected& event, Ticket& ticket) {
  WHISTLE_ASSERT(ticket.clocks.empty());
  ticket.state = v1::TICKET_STATE_REJECTED;
  ticket.reject_reason = event.reason();
  ticket.closed = Instant{entry.time_us()};
}

}  // namespace

void apply_oversight(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_check_failed()) {
    rework(event.check_failed().reworks(), ticket);
    ticket.failed_checks = event.check_failed().failed_checks();
    charge_to(event.check_failed().party(), ticket).reworked = true;
  } else if (event.has_false_closure_found()) {
    ticket.false_closure = true;
    charge_to(event.false_closure_found().party(), ticket).reworked = true;
    supervise(event.false_closure_found().supervised_by(), ticket);
  } else if (event.has_ticket_supervised()) {
    supervise(event.ticket_supervised().party(), ticket);
  } else if (event.has_ticket_whistled_up()) {
    whistle_up(entry, event.ticket_whistled_up(), ticket);
  } else if (event.has_party_scored()) {
    WHISTLE_ASSERT(event.party_scored().part() < ticket.parts.size());
    ticket.parts[event.party_scored().part()].score = event.party_scored().score();
  } else if (event.has_ticket_rejected()) {
    reject_ticket(entry, event.ticket_rejected(), ticket);
  } else {
    WHISTLE_ASSERT(!"an event of an oversight");
  }
}

}  // namespace whistle::engine
