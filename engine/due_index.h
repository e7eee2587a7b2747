// Which ticket's clock acts next: one ordered index over all open tickets, one place a ticket.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/ids.h"
#include "engine/time.h"

namespace whistle::engine {

class DueIndex {
 public:
  struct Due {
    Instant at;
    TicketId ticket;
  };

  // Moves a ticket to its new instant; nullopt takes it out.
  void set(TicketId ticket, std::optional<Instant> at);
  // The earliest, of equals the lowest ticket.
  [[nodiscard]] std::optional<Due> earliest() const;
  [[nodiscard]] std::size_t size() const { return at_.size(); }

 private:
  std::set<std::pair<Instant, TicketId>> order_;
  std::unordered_map<TicketId, Instant> at_;  // looked up, never iterated
};

}  // namespace whistle::engine
