#include "engine/due_index.h"

#include "engine/assert.h"

namespace whistle::engine {

void DueIndex::add(TicketId ticket, Instant at) {
  const bool is_new = order_.insert({at, ticket});
  WHISTLE_ASSERT(is_new);
}

void DueIndex::remove(TicketId ticket, Instant at) {
  const bool was_there = order_.erase({at, ticket});
  WHISTLE_ASSERT(was_there);
}

std::optional<DueIndex::Due> DueIndex::earliest() const {
  if (order_.empty()) return std::nullopt;
  return order_.front();
}

}  // namespace whistle::engine
