#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"
#include "engine/kind.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kClocksOfALead = 4;  // acknowledge, on site, resolve, total; an assistant has two of them

bool in_order(const Clock& a, const Clock& b) {
  return a.part != b.part ? a.part < b.part : a.kind < b.kind;
}

Clock& clock_named(Ticket& ticket, const v1::ClockName& name) {
  auto* clock = ticket.find_clock(name.part(), name.kind());
  WHISTLE_ASSERT(clock != nullptr);
  return *clock;
}

Part& part_numbered(Ticket& ticket, std::uint32_t part) {
  WHISTLE_ASSERT(part < ticket.parts.size());
  return ticket.parts[part];
}

void blow(const v1::Entry& entry, const v1::WhistleBlown& event, Ticket& ticket) {
  const auto& command = entry.command().blow_whistle();
  ticket.id = TicketId{entry.sequence()};
  ticket.local_day = event.local_day();
  ticket.day_counter = event.day_counter();
  ticket.ruleset = Sequence{entry.ruleset()};
  ticket.kind = command.kind();
  ticket.source = command.source();
  ticket.category = command.category();
  ticket.urgency = event.urgency();
  ticket.blower = entry.actor().member();
  ticket.blower_party = event.blower_party();
  ticket.anonymous = command.anonymous();
  take_place(event.place(), ticket);
  const auto& point = command.location().point();
  if (command.location().has_point()) ticket.point = Point{point.lat_e7(), point.lon_e7()};
  ticket.accepted = Instant{entry.time_us()};
  ticket.occurred = Instant{command.occurred_at_us() == 0 ? entry.time_us() : command.occurred_at_us()};
}

// Whether somebody named the lead; else a rule or a ladder did.
bool is_named(v1::DispatchCause cause) {
  return cause == v1::DISPATCH_CAUSE_REASSIGNED || cause == v1::DISPATCH_CAUSE_RETURNED ||
         cause == v1::DISPATCH_CAUSE_RULED;
}

void dispatch(const v1::Entry& entry, const v1::TicketDispatched& event, Ticket& ticket) {
  const bool named = is_named(event.cause());
  const bool routed = !named && event.cause() != v1::DISPATCH_CAUSE_LADDER;
  if (ticket.parts.empty()) ticket.parts.emplace_back();
  // A ruling lasts as long as whom it named leads.
  ticket.ruled = event.cause() == v1::DISPATCH_CAUSE_RULED || (ticket.ruled && event.lead() == ticket.lead());
  ticket.parts[0] = Part{.party = event.lead()};
  for (const auto& added : event.assist()) {
    WHISTLE_ASSERT(added.part() == ticket.parts.size());
    ticket.parts.push_back(Part{.party = added.party(), .owes = added.owed()});
  }
  if (named) {
    ticket.ladder = event.ladder();
    ticket.fallback = v1::LEAD_FALLBACK_UNSPECIFIED;
  }
  if (routed) {
    ticket.inform.assign(event.inform().begin(), event.inform().end());
    ticket.rule = event.rule();
    ticket.ladder = event.ladder();
    ticket.fallback = event.fallback();
    ticket.against = event.against();
    ticket.hand_off = event.hand_off();
    ticket.venue = event.venue();
  }
  // What the new lead has not yet missed is the new lead's to keep.
  for (auto& clock : ticket.clocks) {
    if (clock.part == 0 && clock.phase != v1::CLOCK_PHASE_MISSED) clock.party = event.lead();
  }
  // A ladder's lead goes on under the resolve clock that runs.
  if (named || routed) ticket.extensions = 0;
  ticket.state = v1::TICKET_STATE_DISPATCHED;
  ticket.hops.push_back({event.lead(), Instant{entry.time_us()}, event.cause()});
  ticket.clocks.reserve(kClocksOfALead + 2 * (ticket.parts.size() - 1));
}

void start_clock(const v1::Entry& entry, const v1::ClockStarted& event, Ticket& ticket) {
  Clock clock;
  clock.part = event.clock().part();
  clock.kind = event.clock().kind();
  clock.party = event.party();
  clock.started = Instant{entry.time_us()};
  clock.due = Instant{event.due_us()};
  clock.next = event.warn_us() == 0 ? clock.due : Instant{event.warn_us()};
  WHISTLE_ASSERT(ticket.find_clock(clock.part, clock.kind) == nullptr);
  ticket.clocks.insert(std::ranges::upper_bound(ticket.clocks, clock, in_order), clock);
}

void stop_clock(const v1::ClockStopped& event, Ticket& ticket) {
  const auto& stopped = clock_named(ticket, event.clock());
  if (stopped.part == 0 && stopped.kind == v1::CLOCK_KIND_RESOLVE) ticket.resolve_due = stopped.due;
  if (stopped.kind == v1::CLOCK_KIND_TOTAL) {
    ticket.total_due = stopped.due;
    ticket.total_missed = stopped.phase == v1::CLOCK_PHASE_MISSED;
  }
  const auto erased = std::erase_if(ticket.clocks, [&](const Clock& clock) {
    return clock.part == event.clock().part() && clock.kind == event.clock().kind();
  });
  WHISTLE_ASSERT(erased == 1);
}

void miss_clock(const v1::ClockMissed& event, Ticket& ticket) {
  auto& clock = clock_named(ticket, event.clock());
  clock.phase = v1::CLOCK_PHASE_MISSED;
  clock.next.reset();
  if (!event.party().empty()) charge_to(event.party(), ticket).missed = true;
}

void take_step(const v1::LadderStepTaken& event, Ticket& ticket) {
  if (event.action() != v1::STEP_TAKEN_SUPERVISED) return;
  if (std::ranges::find(ticket.supervised_by, event.party()) == ticket.supervised_by.end()) {
    ticket.supervised_by.push_back(event.party());
  }
}

void set_clock(const v1::ClockSet& event, Ticket& ticket) {
  auto& clock = clock_named(ticket, event.clock());
  clock.next.reset();
  if (event.next_us() != 0) clock.next = Instant{event.next_us()};
  clock.step = event.step();
}

void close(const v1::Entry& entry, const v1::TicketClosed& event, Ticket& ticket) {
  WHISTLE_ASSERT(ticket.clocks.empty());
  ticket.state = v1::TICKET_STATE_CLOSED;
  ticket.outcome = event.outcome();
  ticket.closed = Instant{entry.time_us()};
  ticket.hold.reset();
  ticket.lead_ticket_outcome = event.lead_ticket_outcome();
  if (event.reopen_until_us() != 0) ticket.reopen_until = Instant{event.reopen_until_us()};
  if (event.appeal_until_us() != 0) ticket.appeal_until = Instant{event.appeal_until_us()};
}

void act_on_part(std::uint32_t part, v1::PartState part_state, v1::TicketState lead_state, Ticket& ticket) {
  part_numbered(ticket, part).state = part_state;
  if (part == 0) ticket.state = lead_state;
}

void acknowledge(const v1::Entry& entry, const v1::TicketAcknowledged& event, Ticket& ticket) {
  act_on_part(event.part(), v1::PART_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ACKNOWLEDGED, ticket);
  take_in_hand(entry, ticket.parts[event.part()]);
}

void arrive(const v1::Entry& entry, const v1::ArrivedOnSite& event, Ticket& ticket) {
  act_on_part(event.part(), v1::PART_STATE_ON_SITE, v1::TICKET_STATE_ON_SITE, ticket);
  take_in_hand(entry, ticket.parts[event.part()]);
  ticket.parts[event.part()].arrived = Instant{entry.time_us()};
}

void resolve(const v1::Entry& entry, const v1::TicketResolved& event, Ticket& ticket) {
  ticket.outcome = event.outcome();
  ticket.resolved = Instant{entry.time_us()};
  ticket.resolve_due.reset();  // told by the clock that it stops, if one runs
  act_on_part(0, v1::PART_STATE_FINISHED, event.awaits() == 0 ? v1::TICKET_STATE_VERIFYING : ticket.state, ticket);
}

void confirm(const v1::ResolutionConfirmed& event, Ticket& ticket) {
  ticket.rating = event.rating();
  if (event.by() == v1::CONFIRMED_BY_BLOWER) settle_disputes(ticket);
}

// What the whistle-blower says, or who speaks for it; that it took the whistle back is told by the closing.
void hear_blower(const v1::Event& event, Ticket& ticket) {
  if (event.has_resolution_confirmed()) confirm(event.resolution_confirmed(), ticket);
  if (event.has_blower_released()) ticket.blower_released = true;
}

// The lead's part is its member's until it passes to another party: what is resolved may have to be done again.
void end_part(const v1::Event& event, Ticket& ticket) {
  const bool finished = event.has_part_finished();
  auto& part = part_numbered(ticket, finished ? event.part_finished().part() : event.assistant_released().part());
  part.state = finished ? v1::PART_STATE_FINISHED : v1::PART_STATE_RELEASED;
  part.member.clear();
}

// What lead and assistants do, until the ticket closes.
void apply_work(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kTicketAcknowledged:
      return acknowledge(entry, event.ticket_acknowledged(), ticket);
    case Body::kArrivedOnSite:
      return arrive(entry, event.arrived_on_site(), ticket);
    case Body::kTicketResolved:
      return resolve(entry, event.ticket_resolved(), ticket);
    case Body::kVerificationBegan:
      ticket.state = v1::TICKET_STATE_VERIFYING;
      return;
    case Body::kTicketClosed:
      return close(entry, event.ticket_closed(), ticket);
    default:
      return end_part(event, ticket);
  }
}

void apply_life(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kWhistleBlown:
      return blow(entry, event.whistle_blown(), ticket);
    case Body::kTicketDispatched:
      return dispatch(entry, event.ticket_dispatched(), ticket);
    case Body::kResolutionConfirmed:
    case Body::kWhistleWithdrawn:
    case Body::kBlowerReleased:
      return hear_blower(event, ticket);
    default:
      return apply_work(entry, event, ticket);
  }
}

// Of a clock, but for what an arbiter moves.
void apply_clock(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_clock_started()) return start_clock(entry, event.clock_started(), ticket);
  if (event.has_clock_stopped()) return stop_clock(event.clock_stopped(), ticket);
  if (event.has_clock_missed()) return miss_clock(event.clock_missed(), ticket);
  if (event.has_ladder_step_taken()) return take_step(event.ladder_step_taken(), ticket);
  if (event.has_clock_set()) return set_clock(event.clock_set(), ticket);
  if (event.has_clock_warned()) {
    clock_named(ticket, event.clock_warned().clock()).phase = v1::CLOCK_PHASE_WARNED;
  } else {
    clock_named(ticket, event.desk_reminded().clock()).reminders = event.desk_reminded().times();
  }
}

}  // namespace

void apply_to_ticket(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  switch (kind_of(event.body_case())) {
    case Kind::Life:
      return apply_life(entry, event, ticket);
    case Kind::Clock:
      return apply_clock(entry, event, ticket);
    case Kind::Act:
      return apply_act(entry, event, ticket);
    case Kind::Arbitration:
      return apply_arbitration(entry, event, ticket);
    case Kind::Oversight:
      return apply_oversight(entry, event, ticket);
    case Kind::Succession:
      return apply_succession(entry, event, ticket);
    case Kind::Recurrence:
      return apply_recurrence(entry, event, ticket);
    case Kind::Appeal:
      return apply_appeal(entry, event, ticket);
    case Kind::Holdings:
      return apply_holdings(entry, event, ticket);
    case Kind::House:
    case Kind::Absence:
    case Kind::None:
      break;
  }
  WHISTLE_ASSERT(!"an event of a ticket");
}

}  // namespace whistle::engine
