#include "adapters/district/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

#include "adapters/district/names.h"

namespace whistle::adapters::district {
namespace {

std::vector<v1::ZoneOffset> offsets_of(const date::time_zone& zone) {
  const date::sys_seconds end = date::sys_days{date::year{2200} / 1 / 1};
  std::vector<v1::ZoneOffset> offsets;
  for (date::sys_seconds at{}; at < end;) {
    const date::sys_info span = zone.get_info(at);
    const auto offset = static_cast<std::int32_t>(span.offset.count());
    if (offsets.empty() || offsets.back().offset_seconds() != offset) {
      v1::ZoneOffset& entry = offsets.emplace_back();
      entry.set_utc_seconds(at.time_since_epoch().count());
      entry.set_offset_seconds(offset);
    }
    if (span.end <= at) break;
    at = span.end;
  }
  return offsets;
}

}  // namespace

tl::expected<std::vector<v1::ZoneOffset>, ZoneFault> zone_offsets(std::string_view zone) {
  try {
    const date::tzdb& known = date::get_tzdb();
    std::vector<std::string> names;
    for (const date::time_zone& one : known.zones) {
      if (one.name() == zone) return offsets_of(one);
      names.push_back(one.name());
    }
    return tl::unexpected(ZoneFault{true, nearest_name(zone, names), ""});
  } catch (const std::exception& failure) {
    return tl::unexpected(ZoneFault{false, "", failure.what()});
  }
}

std::int32_t offset_at(const std::vector<v1::ZoneOffset>& offsets, engine::Instant at) {
  const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds{at.us}).count();
  const auto after = std::ranges::upper_bound(offsets, second, {}, &v1::ZoneOffset::utc_seconds);
  return after == offsets.begin() ? offsets.front().offset_seconds() : std::prev(after)->offset_seconds();
}

}  // namespace whistle::adapters::district
