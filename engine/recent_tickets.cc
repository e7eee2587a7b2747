#include "engine/recent_tickets.h"

#include <algorithm>

#include "engine/assert.h"

namespace whistle::engine {

std::optional<Instant> recent_until(const Ticket& ticket) {
  if (!ticket.closed) return std::nullopt;
  if (ticket.appeal_waits()) return kInstantMax;
  if (!ticket.reopen_until) return ticket.appeal_until;
  return ticket.appeal_until ? std::max(*ticket.reopen_until, *ticket.appeal_until) : ticket.reopen_until;
}

void RecentTickets::put(const Ticket& ticket) {
  erase(ticket.id);
  const auto until = recent_until(ticket);
  if (!until) return;
  shelf_.put(ticket);
  ids_.insert(ticket.id);
  by_end_.insert({*until, ticket.id});
  by_closing_.insert({*ticket.closed, ticket.id});
}

bool RecentTickets::erase(TicketId id) {
  const auto ticket = shelf_.find(id);
  if (!ticket) return false;
  const bool ended = by_end_.erase({*recent_until(*ticket), id});
  const bool closed = by_closing_.erase({*ticket->closed, id});
  WHISTLE_ASSERT(ended && closed);
  ids_.erase(id);
  return shelf_.erase(id);
}

std::optional<TicketId> RecentTickets::over(Instant now) const {
  if (by_end_.empty() || by_end_.front().at >= now) return std::nullopt;
  return by_end_.front().ticket;
}

std::optional<Instant> RecentTickets::since() const {
  return by_closing_.empty() ? std::nullopt : std::optional(by_closing_.front().at);
}

}  // namespace whistle::engine
