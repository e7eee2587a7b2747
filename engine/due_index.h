// Which ticket's clock acts next: one ordered index over all open tickets, one place a ticket.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "engine/ascending_list.h"
#include "engine/ids.h"
#include "engine/time.h"

namespace whistle::engine {

class DueIndex {
 public:
  struct Due {
    Instant at;
    TicketId ticket;

    friend auto operator<=>(const Due&, const Due&) = default;
  };

  // The caller knows a ticket's place: it has none when it is added, and this one when it is taken out.
  void add(TicketId ticket, Instant at);
  void remove(TicketId ticket, Instant at);
  // The earliest, of equals the lowest ticket.
  [[nodiscard]] std::optional<Due> earliest() const;
  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  AscendingList<Due> order_;
};

}  // namespace whistle::engine
