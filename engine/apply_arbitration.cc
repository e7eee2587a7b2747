// The events of requests, holds, and of the clocks that pause or move for them, into the ticket.
#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

// What the ticket was before it waited for an arbiter or a date.
v1::TicketState state_of_lead(const Ticket& ticket) {
  switch (ticket.parts.front().state) {
    case v1::PART_STATE_ON_SITE:
      return v1::TICKET_STATE_ON_SITE;
    case v1::PART_STATE_ACKNOWLEDGED:
      return v1::TICKET_STATE_ACKNOWLEDGED;
    default:
      return v1::TICKET_STATE_DISPATCHED;
  }
}

void make(const v1::Entry& entry, const v1::RequestMade& event, Ticket& ticket) {
  WHISTLE_ASSERT(!ticket.request);
  auto& request = ticket.request.emplace();
  request.kind = event.kind();
  request.party = event.party();
  request.arbiter = event.arbiter();
  request.since = Instant{entry.time_us()};
  request.reason = event.reason();
  request.suggested = event.suggested_party();
  request.cause = event.cause();
  if (event.until_us() != 0) request.until = Instant{event.until_us()};
  request.count = event.count();
  request.parties.assign(event.parties().begin(), event.parties().end());
  if (event.kind() == v1::REQUEST_KIND_RETURN) ticket.state = v1::TICKET_STATE_RETURN_REQUESTED;
  if (event.kind() == v1::REQUEST_KIND_CONSULT) ticket.state = v1::TICKET_STATE_IN_CONSULT;
  if (event.kind() != v1::REQUEST_KIND_APPROVAL) return;
  ticket.state = v1::TICKET_STATE_AWAITING_APPROVAL;
  ticket.parts.assign(1, Part{.party = event.arbiter()});
}

// Who approves leads until then.
void replace_arbiter(const v1::ArbiterReplaced& event, Ticket& ticket) {
  ticket.request->arbiter = event.arbiter();
  if (ticket.state == v1::TICKET_STATE_AWAITING_APPROVAL) ticket.parts[0].party = event.arbiter();
}

// Of a return that is granted, a consult and an approval, what follows says what the ticket is.
void end(Ticket& ticket) {
  const auto kind = ticket.request->kind;
  ticket.request.reset();
  if (kind == v1::REQUEST_KIND_RETURN || kind == v1::REQUEST_KIND_CONSULT) ticket.state = state_of_lead(ticket);
}

// What was approved is dispatched by the rules of that day.
void grant(const v1::Entry& entry, const v1::RequestGranted& event, Ticket& ticket) {
  if (event.kind() == v1::REQUEST_KIND_RETURN) ticket.returned.push_back(event.party());
  if (event.kind() == v1::REQUEST_KIND_APPROVAL) ticket.ruleset = Sequence{entry.ruleset()};
  end(ticket);
}

void resume(const v1::ClockResumed& event, Ticket& ticket) {
  auto* clock = ticket.find_clock(event.clock().part(), event.clock().kind());
  WHISTLE_ASSERT(clock != nullptr);
  clock->paused.reset();
  clock->due = Instant{event.due_us()};
  clock->next = Instant{event.next_us()};
}

void pause(const v1::Entry& entry, const v1::ClockPaused& event, Ticket& ticket) {
  auto* clock = ticket.find_clock(event.clock().part(), event.clock().kind());
  WHISTLE_ASSERT(clock != nullptr);
  clock->paused = Instant{entry.time_us()};
  clock->next.reset();
}

void extend(const v1::ClockExtended& event, Ticket& ticket) {
  auto* clock = ticket.find_clock(event.clock().part(), event.clock().kind());
  WHISTLE_ASSERT(clock != nullptr);
  clock->due = Instant{event.due_us()};
  clock->next = Instant{event.next_us()};
  ticket.extensions = event.times();
}

}  // namespace

void apply_arbitration(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_request_made()) {
    make(entry, event.request_made(), ticket);
  } else if (event.has_request_granted()) {
    grant(entry, event.request_granted(), ticket);
  } else if (event.has_request_refused() || event.has_request_lapsed()) {
    end(ticket);
  } else if (event.has_arbiter_replaced()) {
    replace_arbiter(event.arbiter_replaced(), ticket);
  } else if (event.has_hold_started()) {
    const auto& hold = event.hold_started();
    ticket.hold = Hold{hold.cause(), Instant{hold.until_us()}, hold.arbiter()};
    ticket.state = v1::TICKET_STATE_ON_HOLD;
  } else if (event.has_hold_ended()) {
    ticket.hold.reset();
    ticket.state = state_of_lead(ticket);
  } else if (event.has_clock_paused()) {
    pause(entry, event.clock_paused(), ticket);
  } else if (event.has_clock_resumed()) {
    resume(event.clock_resumed(), ticket);
  } else if (event.has_clock_extended()) {
    extend(event.clock_extended(), ticket);
  } else {
    WHISTLE_ASSERT(!"an event of an arbitration");
  }
}

}  // namespace whistle::engine
