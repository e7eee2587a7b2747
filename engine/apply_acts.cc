// The events of the acts that move no clock of their own, into the ticket.
#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

void amend(const v1::Entry& entry, const v1::TicketAmended& event, Ticket& ticket) {
  ticket.category = event.category();
  ticket.urgency = event.urgency();
  take_place(event.place(), ticket);
  ticket.ruleset = Sequence{entry.ruleset()};
  if (!event.place_given()) return;
  ticket.place_entry = Sequence{entry.sequence()};
  ticket.point.reset();  // the corrected one is personal data
}

void split_off(const v1::Entry& entry, const v1::TicketSplitOff& event, Ticket& ticket) {
  ticket.id = TicketId{entry.sequence()};
  ticket.local_day = event.local_day();
  ticket.day_counter = event.day_counter();
  ticket.ruleset = Sequence{entry.ruleset()};
  ticket.kind = event.kind();
  ticket.source = event.source();
  ticket.category = event.category();
  ticket.urgency = event.urgency();
  ticket.blower = event.blower();
  ticket.blower_party = event.blower_party();
  ticket.blower_released = event.blower_released();
  ticket.anonymous = event.anonymous();
  take_place(event.place(), ticket);
  ticket.accepted = Instant{event.accepted_us()};
  ticket.occurred = Instant{event.occurred_us()};
  ticket.split_from = TicketId{event.from()};
}

void dispute(const v1::ResolutionDisputed& event, Ticket& ticket) {
  rework(event.reworks(), ticket);
  settle_disputes(ticket);
  auto& charge = charge_to(event.party(), ticket);
  charge.reworked = true;
  charge.disputed = true;
}

void contact(const v1::Entry& entry, const v1::ReporterContacted& event, Ticket& ticket) {
  ticket.contacts += 1;
  if (event.first()) ticket.first_contact = Instant{entry.time_us()};
}

}  // namespace

void rework(std::uint32_t reworks, Ticket& ticket) {
  ticket.state = v1::TICKET_STATE_ACKNOWLEDGED;
  ticket.parts[0].state = v1::PART_STATE_ACKNOWLEDGED;
  ticket.outcome = v1::OUTCOME_UNSPECIFIED;
  ticket.resolved.reset();
  ticket.reworks = reworks;
}

void apply_act(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_progress_reported()) {
    ticket.progress_reports += 1;
    ticket.last_progress = Instant{entry.time_us()};
  } else if (event.has_resolution_disputed()) {
    dispute(event.resolution_disputed(), ticket);
  } else if (event.has_ticket_amended()) {
    amend(entry, event.ticket_amended(), ticket);
  } else if (event.has_ticket_split_off()) {
    split_off(entry, event.ticket_split_off(), ticket);
  } else if (event.has_ticket_split()) {
    ticket.split_into.push_back(TicketId{event.ticket_split().into()});
  } else if (event.has_ticket_urged()) {
    ticket.urges = event.ticket_urged().times();
    ticket.last_urged = Instant{entry.time_us()};
  } else if (event.has_reporter_contacted()) {
    contact(entry, event.reporter_contacted(), ticket);
  } else if (event.has_reporter_revealed()) {
    // Changes nothing of the ticket; its entry is the record.
  } else {
    WHISTLE_ASSERT(!"an event of an act");
  }
}

}  // namespace whistle::engine
