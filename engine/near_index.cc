#include "engine/near_index.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace whistle::engine {

namespace {

// Some 111 metres from south to north; from east to west less. A search looks at the cells that its square touches.
constexpr std::int64_t kCellE7 = 10'000;
constexpr std::int64_t kMicrometres = 1'000'000;
// Of a cell or an estate, by one search.
constexpr std::size_t kLookedAtMax = 256;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  auto value = a * 0x9E3779B97F4A7C15ULL + b;
  value ^= value >> 32;
  return value * 0xD6E8FEB86659FD93ULL;
}

std::uint64_t estate_place(const NearPlace& place) {
  const std::hash<std::string_view> hash;
  return mixed(hash(place.category), hash(place.estate));
}

std::int64_t cell(std::int64_t e7) {
  return (e7 >= 0 ? e7 : e7 - (kCellE7 - 1)) / kCellE7;
}

std::uint64_t cell_place(std::string_view category, std::int64_t row, std::int64_t column) {
  const auto where = (static_cast<std::uint64_t>(row) << 32) ^ static_cast<std::uint32_t>(column);
  return mixed(std::hash<std::string_view>{}(category) + 1, where);
}

// How far a search reaches, in units of 1e-7 degree.
std::int64_t reach_e7(std::uint32_t metres, std::uint32_t unit_um) {
  return static_cast<std::int64_t>(metres) * kMicrometres / unit_um + 1;
}

bool is_within(const Ruleset& rules, Point a, Point b) {
  const auto span = [](std::int64_t from, std::int64_t to, std::uint32_t unit_um) {
    return (from > to ? from - to : to - from) * unit_um;
  };
  const auto metres = static_cast<std::int64_t>(rules.clocks.similar_metres) * kMicrometres;
  const auto north = span(a.lat_e7, b.lat_e7, rules.lat_unit_um);
  const auto east = span(a.lon_e7, b.lon_e7, rules.lon_unit_um);
  if (north > metres || east > metres) return false;  // and the squares below stay small
  return static_cast<std::uint64_t>(north) * static_cast<std::uint64_t>(north) +
             static_cast<std::uint64_t>(east) * static_cast<std::uint64_t>(east) <=
         static_cast<std::uint64_t>(metres) * static_cast<std::uint64_t>(metres);
}

v1::Recurrence recurrence_of(const Ruleset& rules, std::string_view code) {
  const auto category = rules.find_category(code);
  return category ? rules.category(*category).recurrence : v1::RECURRENCE_UNSPECIFIED;
}

bool measures(const Ruleset& rules) {
  return rules.lat_unit_um != 0 && rules.lon_unit_um != 0;
}

}  // namespace

bool is_near(const Ruleset& rules, const NearPlace& a, const NearPlace& b) {
  if (a.category.empty() || a.category != b.category) return false;
  const auto recurrence = recurrence_of(rules, a.category);
  if (recurrence == v1::RECURRENCE_NEVER) return false;
  if (a.point && b.point && measures(rules)) return is_within(rules, *a.point, *b.point);
  return recurrence != v1::RECURRENCE_POINT && !a.estate.empty() && a.estate == b.estate;
}

NearPlace near_place(const Ticket& ticket) {
  return {ticket.category, ticket.estate, ticket.point};
}

NearPlace near_place(const Matter& matter) {
  return {matter.category, matter.estate, matter.point};
}

void NearIndex::add(TicketId id, const NearPlace& place) {
  if (place.category.empty()) return;
  const auto point = place.point.value_or(kNowhere);
  if (!place.estate.empty()) slots_.insert({estate_place(place), id, point});
  if (place.point) slots_.insert({cell_place(place.category, cell(point.lat_e7), cell(point.lon_e7)), id, point});
}

void NearIndex::remove(TicketId id, const NearPlace& place) {
  if (place.category.empty()) return;
  const auto point = place.point.value_or(kNowhere);
  if (!place.estate.empty()) slots_.erase({estate_place(place), id, point});
  if (place.point) slots_.erase({cell_place(place.category, cell(point.lat_e7), cell(point.lon_e7)), id, point});
}

template <typename MayBeNear>
void NearIndex::newest(std::uint64_t place, std::size_t most, const MayBeNear& may_be_near,
                       std::vector<TicketId>& found) const {
  std::size_t looked_at = 0;
  std::size_t taken = 0;
  slots_.descend({place + 1, TicketId{0}, kNowhere}, [&](const Slot& slot) {
    if (slot.place != place || taken == most || looked_at == kLookedAtMax) return false;
    ++looked_at;
    if (!may_be_near(slot.point)) return true;
    found.push_back(slot.ticket);
    ++taken;
    return true;
  });
}

// Two that both have points are found by their cells; the estate is for those of which one lacks it.
std::vector<TicketId> NearIndex::candidates(const Ruleset& rules, const NearPlace& place, std::size_t most) const {
  std::vector<TicketId> found;
  if (place.category.empty() || slots_.empty()) return found;
  const auto recurrence = recurrence_of(rules, place.category);
  if (recurrence == v1::RECURRENCE_NEVER) return found;
  const bool by_point = place.point && measures(rules);
  if (!place.estate.empty() && recurrence != v1::RECURRENCE_POINT) {
    newest(
        estate_place(place), most, [&](Point point) { return !by_point || point == kNowhere; }, found);
  }
  if (by_point) {
    const auto is_close = [&](Point point) { return is_within(rules, *place.point, point); };
    const auto north = reach_e7(rules.clocks.similar_metres, rules.lat_unit_um);
    const auto east = reach_e7(rules.clocks.similar_metres, rules.lon_unit_um);
    for (auto row = cell(place.point->lat_e7 - north); row <= cell(place.point->lat_e7 + north); ++row) {
      for (auto column = cell(place.point->lon_e7 - east); column <= cell(place.point->lon_e7 + east); ++column)
        newest(cell_place(place.category, row, column), most, is_close, found);
    }
  }
  std::ranges::sort(found, std::greater<>{});
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace whistle::engine
