#include "tools/whistle/district_time.h"

#include <algorithm>
#include <cstdio>

#include "adapters/district/civil_text.h"
#include "adapters/district/time_zone.h"

namespace whistle::tools {

namespace {

using adapters::district::date_text;
using adapters::district::parse_date;
using adapters::district::parse_minute_of_day;

constexpr std::size_t kDateLength = 10;  // 2026-09-28

std::int64_t floor_div(std::int64_t number, std::int64_t by) {
  const auto quotient = number / by;
  return number % by < 0 ? quotient - 1 : quotient;
}

struct LocalTime {
  std::int32_t day = 0;
  std::int64_t second = 0;  // of the day
};

LocalTime local_time(engine::Instant at, std::int32_t offset) {
  const auto local = floor_div(at.us, engine::kSecondUs) + offset;
  const auto day = floor_div(local, engine::kDaySeconds);
  return {static_cast<std::int32_t>(day), local - day * engine::kDaySeconds};
}

std::string clock_text(std::int64_t second, bool with_seconds) {
  char text[16];
  const auto hour = static_cast<int>(second / 3600);
  const auto minute = static_cast<int>(second / 60 % 60);
  if (with_seconds) {
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", hour, minute, static_cast<int>(second % 60));
  } else {
    std::snprintf(text, sizeof text, "%02d:%02d", hour, minute);
  }
  return text;
}

}  // namespace

std::optional<DistrictTime> DistrictTime::of_zone(std::string_view zone) {
  auto offsets = adapters::district::zone_offsets(zone);
  if (!offsets || offsets->empty()) return std::nullopt;
  return DistrictTime(std::move(*offsets));
}

std::int32_t DistrictTime::offset_at(engine::Instant at) const {
  return adapters::district::offset_at(offsets_, at);
}

std::int32_t DistrictTime::local_day(engine::Instant at) const {
  return local_time(at, offset_at(at)).day;
}

std::string DistrictTime::rfc3339(engine::Instant at) const {
  return adapters::district::rfc3339_text(at, offset_at(at));
}

std::string DistrictTime::minute_text(engine::Instant at, engine::Instant now) const {
  const auto local = local_time(at, offset_at(at));
  const auto today = local_time(now, offset_at(now));
  auto clock = clock_text(local.second, /*with_seconds=*/false);
  if (local.day == today.day) return clock;
  const auto date = date_text(local.day);
  const auto this_year = date_text(today.day).substr(0, 5);
  return (date.starts_with(this_year) ? date.substr(5) : date) + ' ' + clock;
}

std::string DistrictTime::second_text(engine::Instant at) const {
  const auto local = local_time(at, offset_at(at));
  return date_text(local.day) + ' ' + clock_text(local.second, /*with_seconds=*/true);
}

engine::Instant DistrictTime::instant_of_local(std::int64_t local_seconds) const {
  // Offsets change at most once a day, so one of the two neighbours' holds; the earlier one also answers for a gap.
  const auto before = offset_at(engine::Instant{(local_seconds - engine::kDaySeconds) * engine::kSecondUs});
  const auto after = offset_at(engine::Instant{(local_seconds + engine::kDaySeconds) * engine::kSecondUs});
  const engine::Instant by_before{(local_seconds - before) * engine::kSecondUs};
  const engine::Instant by_after{(local_seconds - after) * engine::kSecondUs};
  if (offset_at(by_before) == before) return by_before;
  return offset_at(by_after) == after ? by_after : by_before;
}

std::optional<engine::Instant> DistrictTime::parse(std::string_view text, engine::Instant now) const {
  if (const auto instant = adapters::district::parse_rfc3339(text)) return instant;
  if (const auto minute = parse_minute_of_day(text)) {
    const auto today = local_time(now, offset_at(now)).day;
    const auto at = [&](std::int64_t day) {
      return instant_of_local(day * engine::kDaySeconds + std::int64_t{*minute} * 60);
    };
    return at(today) <= now ? at(today) : at(today - 1);
  }
  if (text.size() <= kDateLength + 1 || (text[kDateLength] != ' ' && text[kDateLength] != 'T')) return std::nullopt;
  const auto day = parse_date(text.substr(0, kDateLength));
  const auto minute = parse_minute_of_day(text.substr(kDateLength + 1));
  if (!day || !minute) return std::nullopt;
  return instant_of_local(*day * engine::kDaySeconds + std::int64_t{*minute} * 60);
}

}  // namespace whistle::tools
