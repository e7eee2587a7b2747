// Which tickets are of one category and lie near a place: by cells of the ground, and by estates for those without a
// point. What it finds are candidates: no point rules them out; whether they are near is judged by `is_near`.
//
//   for (const auto id : near.candidates(rules, place, most)) ...        // the newest, newest first
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/ascending_list.h"
#include "engine/ids.h"
#include "engine/point.h"
#include "engine/ruleset.h"
#include "engine/ticket.h"

namespace whistle::engine {

// Where a matter is: what nearness is asked of.
struct NearPlace {
  std::string category;
  std::string estate;  // empty: in none
  std::optional<Point> point;

  friend bool operator==(const NearPlace&, const NearPlace&) = default;
};

[[nodiscard]] NearPlace near_place(const Ticket& ticket);
[[nodiscard]] NearPlace near_place(const Matter& matter);

// Whether two matters of one category are at the same place: their points lie within the district's `similar` metres;
// where one of them lacks a point, in the same estate. A category may ask for both points, or say that each is a matter
// of its own. Source: DOMAIN, "Repeats and groups".
[[nodiscard]] bool is_near(const Ruleset& rules, const NearPlace& a, const NearPlace& b);

class NearIndex {
 public:
  // A ticket without a category, or without point and estate, is near nothing and has no place here.
  void add(TicketId id, const NearPlace& place);
  void remove(TicketId id, const NearPlace& place);

  // The newest `most` that may be near by the rules' measures, newest first. Where the ground is crowded, only so many
  // of each cell and of the estate are looked at.
  [[nodiscard]] std::vector<TicketId> candidates(const Ruleset& rules, const NearPlace& place, std::size_t most) const;

  friend bool operator==(const NearIndex&, const NearIndex&) = default;

 private:
  struct Slot {
    std::uint64_t place = 0;  // of a cell or an estate, with the category; two that share it are told apart by is_near
    TicketId ticket;
    Point point = kNowhere;  // so that what lies too far off is passed over without looking at the ticket

    friend auto operator<=>(const Slot&, const Slot&) = default;
  };
  static constexpr Point kNowhere{INT32_MIN, INT32_MIN};

  // Adds the newest `most` at the place for which `is_near` may hold, by their points.
  template <typename MayBeNear>
  void newest(std::uint64_t place, std::size_t most, const MayBeNear& may_be_near, std::vector<TicketId>& found) const;

  AscendingList<Slot> slots_;
};

}  // namespace whistle::engine
