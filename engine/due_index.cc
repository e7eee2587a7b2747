#include "engine/due_index.h"

namespace whistle::engine {

void DueIndex::set(TicketId ticket, std::optional<Instant> at) {
  const auto known = at_.find(ticket);
  if (known != at_.end()) {
    if (at && *at == known->second) return;
    order_.erase({known->second, ticket});
    if (!at) {
      at_.erase(known);
      return;
    }
    known->second = *at;
  } else {
    if (!at) return;
    at_.emplace(ticket, *at);
  }
  order_.emplace(*at, ticket);
}

std::optional<DueIndex::Due> DueIndex::earliest() const {
  if (order_.empty()) return std::nullopt;
  return Due{order_.begin()->first, order_.begin()->second};
}

}  // namespace whistle::engine
