// Closed tickets that a later act may still concern: they can be reopened or found to recur, be scored, or appealed
// for. Each stays until its own time is over, an appeal that waits keeps it longer; the tables have all of them anyway.
//
// Part of the state, so a function of the journal: what is over is let go when an entry is applied, by its time.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "engine/ascending_list.h"
#include "engine/ids.h"
#include "engine/ticket.h"
#include "engine/ticket_shelf.h"
#include "engine/time.h"

namespace whistle::engine {

// The last instant at which a later act may concern a closed ticket; nullopt: none may.
[[nodiscard]] std::optional<Instant> recent_until(const Ticket& ticket);

class RecentTickets {
 public:
  // Adds the closed ticket, or puts it in the place of what its id had. Nothing happens to one that no act may concern.
  void put(const Ticket& ticket);
  // False: it is not there.
  bool erase(TicketId id);

  // As it was put; nullopt: it is not there.
  [[nodiscard]] std::optional<Ticket> find(TicketId id) const { return shelf_.find(id); }
  [[nodiscard]] std::optional<Matter> find_matter(TicketId id) const { return shelf_.find_matter(id); }
  [[nodiscard]] bool contains(TicketId id) const { return shelf_.contains(id); }
  // One whose time was over before `now`; nullopt: there is none.
  [[nodiscard]] std::optional<TicketId> over(Instant now) const;
  // When the one that closed first did; nullopt: there are none. What a start has to read from.
  [[nodiscard]] std::optional<Instant> since() const;
  [[nodiscard]] std::size_t size() const { return shelf_.size(); }
  [[nodiscard]] const AscendingList<TicketId>& ids() const { return ids_; }

 private:
  struct Place {
    Instant at;
    TicketId ticket;

    friend auto operator<=>(const Place&, const Place&) = default;
  };

  TicketShelf shelf_;
  AscendingList<TicketId> ids_;
  AscendingList<Place> by_end_;  // the last instant of each
  AscendingList<Place> by_closing_;
};

}  // namespace whistle::engine
