#include "engine/ticket.h"

#include <algorithm>

namespace whistle::engine {

namespace {

bool earlier(const Clock& a, const Clock& b) {
  if (*a.next != *b.next) return *a.next < *b.next;
  if (a.part != b.part) return a.part < b.part;
  return a.kind < b.kind;
}

}  // namespace

const Clock* Ticket::find_clock(std::uint32_t part, v1::ClockKind kind_wanted) const {
  const auto found =
      std::ranges::find_if(clocks, [&](const Clock& c) { return c.part == part && c.kind == kind_wanted; });
  return found == clocks.end() ? nullptr : &*found;
}

Clock* Ticket::find_clock(std::uint32_t part, v1::ClockKind kind_wanted) {
  return const_cast<Clock*>(std::as_const(*this).find_clock(part, kind_wanted));
}

std::optional<std::uint32_t> Ticket::part_of(std::string_view party) const {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].party == party && (i == 0 || parts[i].active())) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

bool Ticket::being_handled() const {
  const bool handled = state == v1::TICKET_STATE_DISPATCHED || state == v1::TICKET_STATE_ACKNOWLEDGED ||
                       state == v1::TICKET_STATE_ON_SITE;
  return handled && !lead_ticket && parts.front().state != v1::PART_STATE_FINISHED;
}

std::string_view Ticket::caller() const {
  if (!whistled_up_by.empty()) return whistled_up_by;
  return kind == v1::WHISTLE_KIND_COMMUNITY ? std::string_view(blower_party) : std::string_view{};
}

bool Ticket::in_progress() const {
  switch (state) {
    case v1::TICKET_STATE_DISPATCHED:
    case v1::TICKET_STATE_ACKNOWLEDGED:
    case v1::TICKET_STATE_ON_SITE:
    case v1::TICKET_STATE_RETURN_REQUESTED:
    case v1::TICKET_STATE_IN_CONSULT:
    case v1::TICKET_STATE_ON_HOLD:
      return true;
    default:
      return false;
  }
}

bool Ticket::was_returned_by(std::string_view party) const {
  return std::ranges::find(returned, party) != returned.end();
}

std::uint32_t Ticket::unfinished_assistants() const {
  return static_cast<std::uint32_t>(
      std::count_if(parts.begin() + 1, parts.end(), [](const Part& part) { return part.active(); }));
}

const Charge* Ticket::find_charge(std::string_view party) const {
  const auto found = std::ranges::find(charges, party, &Charge::party);
  return found == charges.end() ? nullptr : &*found;
}

const Appeal* Ticket::find_appeal(std::string_view party, v1::AppealSubject subject) const {
  const auto found =
      std::ranges::find_if(appeals, [&](const Appeal& one) { return one.party == party && one.subject == subject; });
  return found == appeals.end() ? nullptr : &*found;
}

bool Ticket::appeal_waits() const {
  return std::ranges::any_of(appeals, [](const Appeal& appeal) { return !appeal.decided; });
}

const Clock* Ticket::first_to_act() const {
  const Clock* first = nullptr;
  for (const auto& clock : clocks) {
    if (clock.next && (first == nullptr || earlier(clock, *first))) first = &clock;
  }
  return first;
}

Matter matter_of(const Ticket& ticket) {
  return {ticket.accepted, ticket.state,   ticket.kind,        ticket.category, ticket.estate,      ticket.point,
          ticket.against,  ticket.outcome, ticket.lead_ticket, ticket.closed,   ticket.reopen_until};
}

}  // namespace whistle::engine
