#include "engine/competence.h"

#include <algorithm>

namespace whistle::engine {
namespace {

// From the smallest to the largest.
constexpr std::array kTiers{v1::TIER_GRID, v1::TIER_COMMUNITY, v1::TIER_STREET, v1::TIER_DISTRICT};

}  // namespace

void Competence::add(v1::Tier tier, AreaIndex area, PartyIndex party) {
  seats_[static_cast<std::size_t>(tier)].push_back({area, party});
}

void Competence::seal() {
  for (std::vector<Seat>& seats : seats_) {
    std::sort(seats.begin(), seats.end(), [](const Seat& a, const Seat& b) { return a.area < b.area; });
  }
}

std::optional<PartyIndex> Competence::find(const AreaPath& place) const {
  for (const v1::Tier tier : kTiers) {
    const std::vector<Seat>& seats = seats_[static_cast<std::size_t>(tier)];
    const auto area = place.at(tier);
    if (seats.empty() || !area) continue;
    const auto seat = std::lower_bound(seats.begin(), seats.end(), *area,
                                       [](const Seat& known, AreaIndex wanted) { return known.area < wanted; });
    if (seat != seats.end() && seat->area == *area) return seat->party;
  }
  return std::nullopt;
}

}  // namespace whistle::engine
