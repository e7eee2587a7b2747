// Who is competent where, for one duty (or for one kind of territorial authority): at a place the party whose area is
// the smallest that contains it. Each area of a party is judged at its own tier.
//
// Constant after seal().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/ids.h"
#include "whistle/v1/common.pb.h"

namespace whistle::engine {

// An area and those that contain it, by tier: at(TIER_GRID) is absent for a community.
class AreaPath {
 public:
  void set(v1::Tier tier, AreaIndex area) { at_[static_cast<std::size_t>(tier)] = area.value; }
  [[nodiscard]] std::optional<AreaIndex> at(v1::Tier tier) const {
    const std::uint32_t value = at_[static_cast<std::size_t>(tier)];
    return value == kNone ? std::nullopt : std::optional(AreaIndex{value});
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::array<std::uint32_t, 5> at_{kNone, kNone, kNone, kNone, kNone};  // by v1::Tier
};

class Competence {
 public:
  void add(v1::Tier tier, AreaIndex area, PartyIndex party);
  // Sorts what was added; no area may have been added twice.
  void seal();

  [[nodiscard]] std::optional<PartyIndex> find(const AreaPath& place) const;

 private:
  struct Seat {
    AreaIndex area;
    PartyIndex party;
  };
  std::array<std::vector<Seat>, 5> seats_;  // by v1::Tier, each by area
};

}  // namespace whistle::engine
