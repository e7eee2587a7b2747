#include "tools/whistle/district_time.h"

#include <doctest/doctest.h>

#include "adapters/district/civil_text.h"

namespace whistle::tools {

namespace {

engine::Instant instant(std::string_view text) {
  const auto parsed = adapters::district::parse_rfc3339(text);
  REQUIRE(parsed);
  return *parsed;
}

DistrictTime zone(std::string_view name) {
  auto time = DistrictTime::of_zone(name);
  REQUIRE(time);
  return *time;
}

}  // namespace

TEST_CASE("instants are told in the district's zone with as much of the date as differs from now") {
  const auto time = zone("Asia/Shanghai");
  const auto now = instant("2026-09-28T06:00:00Z");
  CHECK(time.minute_text(instant("2026-09-28T06:05:59Z"), now) == "14:05");
  CHECK(time.minute_text(instant("2026-09-28T16:00:00Z"), now) == "09-29 00:00");
  CHECK(time.minute_text(instant("2025-12-31T16:00:00Z"), now) == "01-01 00:00");
  CHECK(time.minute_text(instant("2025-12-31T15:59:59Z"), now) == "2025-12-31 23:59");
  CHECK(time.second_text(now) == "2026-09-28 14:00:00");
  CHECK(time.rfc3339(now) == "2026-09-28T14:00:00+08:00");
  CHECK(time.local_day(instant("2026-09-28T16:00:00Z")) == time.local_day(now) + 1);
}

TEST_CASE("a time of day is the last one before now") {
  const auto time = zone("Asia/Shanghai");
  const auto now = instant("2026-09-28T14:30:00+08:00");
  CHECK(time.parse("14:05", now) == instant("2026-09-28T14:05:00+08:00"));
  CHECK(time.parse("14:30", now) == instant("2026-09-28T14:30:00+08:00"));
  CHECK(time.parse("23:50", now) == instant("2026-09-27T23:50:00+08:00"));
}

TEST_CASE("dates are local, RFC 3339 is what it says, and other texts are no time") {
  const auto time = zone("America/New_York");
  const auto now = instant("2026-09-28T14:30:00-04:00");
  CHECK(time.parse("2026-01-05 08:00", now) == instant("2026-01-05T08:00:00-05:00"));
  CHECK(time.parse("2026-07-05T08:00", now) == instant("2026-07-05T08:00:00-04:00"));
  CHECK(time.parse("2026-07-05T08:00:00Z", now) == instant("2026-07-05T08:00:00Z"));
  for (const char* text : {"", "noon", "25:00", "2026-13-01 08:00", "2026-01-05", "2026-01-05 8"}) {
    CAPTURE(text);
    CHECK_FALSE(time.parse(text, now));
  }
}

TEST_CASE("a local time in a gap has the offset before it, one that exists twice is the earlier") {
  const auto time = zone("America/New_York");
  const auto now = instant("2026-12-28T14:30:00Z");
  CHECK(time.parse("2026-03-08 02:30", now) == instant("2026-03-08T03:30:00-04:00"));
  CHECK(time.parse("2026-11-01 01:30", now) == instant("2026-11-01T01:30:00-04:00"));
}

TEST_CASE("a zone that nobody knows is none") {
  CHECK_FALSE(DistrictTime::of_zone("Asia/Weifang"));
}

}  // namespace whistle::tools
