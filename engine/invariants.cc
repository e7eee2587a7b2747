#include "engine/invariants.h"

#include <algorithm>
#include <string>

#include "engine/assert.h"

namespace whistle::engine {

namespace {

bool is_open(v1::TicketState state) {
  return state != v1::TICKET_STATE_CLOSED && state != v1::TICKET_STATE_REJECTED;
}

bool one_active_part_each(const Ticket& ticket) {
  for (std::size_t i = 0; i < ticket.parts.size(); ++i) {
    for (std::size_t k = i + 1; k < ticket.parts.size(); ++k) {
      const bool both = (i == 0 || ticket.parts[i].active()) && ticket.parts[k].active();
      if (both && ticket.parts[i].party == ticket.parts[k].party) return false;
    }
  }
  return true;
}

bool clocks_in_order(const Ticket& ticket) {
  return std::ranges::adjacent_find(ticket.clocks, [](const Clock& a, const Clock& b) {
           return a.part > b.part || (a.part == b.part && a.kind >= b.kind);
         }) == ticket.clocks.end();
}

// A part that ended before an amendment found out whom the complaint is about stays as a record of what was.
bool complained_about_acts(const Ticket& ticket) {
  if (ticket.against.empty()) return false;
  return ticket.lead() == ticket.against || std::ranges::any_of(ticket.parts, [&](const Part& part) {
           return part.party == ticket.against && part.active();
         });
}

// Rule 4: it leads no more, but while a consult is about that, or when one has named it.
bool returned_leads(const Ticket& ticket) {
  return ticket.was_returned_by(ticket.lead()) && !ticket.ruled && ticket.state != v1::TICKET_STATE_IN_CONSULT;
}

bool waits_as_it_says(const Ticket& ticket) {
  const auto asked = [&](v1::RequestKind kind) { return ticket.request && ticket.request->kind == kind; };
  return ticket.request.has_value() == (ticket.find_clock(0, v1::CLOCK_KIND_ARBITRATE) != nullptr) &&
         asked(v1::REQUEST_KIND_RETURN) == (ticket.state == v1::TICKET_STATE_RETURN_REQUESTED) &&
         asked(v1::REQUEST_KIND_CONSULT) == (ticket.state == v1::TICKET_STATE_IN_CONSULT) &&
         asked(v1::REQUEST_KIND_APPROVAL) == (ticket.state == v1::TICKET_STATE_AWAITING_APPROVAL) &&
         (!asked(v1::REQUEST_KIND_APPROVAL) || ticket.lead() == ticket.request->arbiter);
}

bool rests_as_it_says(const Ticket& ticket) {
  const bool held = ticket.state == v1::TICKET_STATE_ON_HOLD;
  const bool rests =
      held || ticket.state == v1::TICKET_STATE_RETURN_REQUESTED || ticket.state == v1::TICKET_STATE_IN_CONSULT;
  const auto may_rest = [&](const Clock& clock) {
    if (clock.kind == v1::CLOCK_KIND_TOTAL || clock.kind == v1::CLOCK_KIND_ARBITRATE) return false;  // rule 6
    return ticket.lead_ticket || held || (rests && clock.part == 0);
  };
  if (held != ticket.hold.has_value() || held != (ticket.find_clock(0, v1::CLOCK_KIND_HOLD) != nullptr)) return false;
  return std::ranges::all_of(ticket.clocks,
                             [&](const Clock& clock) { return !clock.paused || (!clock.next && may_rest(clock)); });
}

}  // namespace

std::optional<std::string> broken_invariant(const Ticket& ticket) {
  if (ticket.parts.empty() || ticket.lead().empty()) return "rule 1: exactly one lead";
  if (!one_active_part_each(ticket)) return "one active part a party";
  if (complained_about_acts(ticket)) return "rule 10: the party complained about neither leads nor assists";
  if (returned_leads(ticket)) return "rule 4: a party whose return was granted leads by a final ruling alone";
  if (!waits_as_it_says(ticket))
    return "what waits for an arbiter has a clock, the state says so, and who approves leads";
  if (!rests_as_it_says(ticket)) return "clocks rest for an arbiter or a date alone, and the total clock never";
  if (!clocks_in_order(ticket)) return "one clock a name, in order";
  if (is_open(ticket.state)) {
    if (ticket.closed) return "rule 12: an open ticket has no closing time";
    // What follows another is reminded of by that one's clocks.
    if (!ticket.lead_ticket && ticket.first_to_act() == nullptr)
      return "rule 1: an open ticket has an armed clock or a dated reminder";
    return std::nullopt;
  }
  if (!ticket.closed || *ticket.closed < ticket.accepted) return "rule 12: a closed ticket says when";
  if (!ticket.clocks.empty()) return "a closed ticket runs no clock";
  if (std::ranges::any_of(ticket.parts.begin() + 1, ticket.parts.end(),
                          [](const Part& part) { return part.active(); })) {
    return "rule 7: every assistant has finished or been released";
  }
  return std::nullopt;
}

void assert_invariants(const Ticket& ticket) {
  const auto broken = broken_invariant(ticket);
  if (!broken) return;
  const std::string what = "ticket " + std::to_string(ticket.id.value) + ": " + *broken;
  assertion_failed(what.c_str(), __FILE__, __LINE__);
}

}  // namespace whistle::engine
