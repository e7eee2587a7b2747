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

}  // namespace

std::optional<std::string> broken_invariant(const Ticket& ticket) {
  if (ticket.parts.empty() || ticket.lead().empty()) return "rule 1: exactly one lead";
  if (!one_active_part_each(ticket)) return "one active part a party";
  if (complained_about_acts(ticket)) return "rule 10: the party complained about neither leads nor assists";
  if (!clocks_in_order(ticket)) return "one clock a name, in order";
  if (is_open(ticket.state)) {
    if (ticket.closed) return "rule 12: an open ticket has no closing time";
    if (ticket.first_to_act() == nullptr) return "rule 1: an open ticket has an armed clock or a dated reminder";
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
