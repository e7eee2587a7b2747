#include "adapters/district/civil_text.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {

TEST_CASE("dates that exist are days since 1970, others are refused") {
  CHECK(parse_date("1970-01-01") == 0);
  CHECK(parse_date("2024-02-29") == 19782);
  CHECK(date_text(19782) == "2024-02-29");
  CHECK(weekday_of(0) == 3);
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01 ", "1969-12-31", "2200-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("RFC 3339 times are read with their offset, to the microsecond") {
  CHECK(parse_rfc3339("2026-09-30T17:30:00+08:00")->us == 1790760600000000);
  CHECK(parse_rfc3339("2026-09-30T09:30:00Z")->us == 1790760600000000);
  CHECK(parse_rfc3339("2026-09-30T09:30:00.1234569Z")->us == 1790760600123456);
  CHECK(parse_rfc3339("2015-03-18T14:28:52-04:00")->us == 1426703332000000);
  for (const char* text :
       {"2026-09-30", "2026-09-30T17:30:00", "2026-09-30T24:00:00Z", "2026-09-30T17:60:00Z", "2026-09-30T17:30Z",
        "2026-09-30T17:30:00+0800", "2026-09-30T17:30:00.Z", "1969-12-31T23:59:59Z", "2026-02-30T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("instants are printed in whole seconds, cut") {
  CHECK(rfc3339_text({1790760600999999}, 8 * 3600) == "2026-09-30T17:30:00+08:00");
  CHECK(rfc3339_text({1426703332000000}, -4 * 3600) == "2015-03-18T14:28:52-04:00");
  CHECK(rfc3339_text({0}, -3600) == "1969-12-31T23:00:00-01:00");
  CHECK(rfc3339_text({0}, 5 * 3600 + 1800) == "1970-01-01T05:30:00+05:30");
}

TEST_CASE("minutes of the day reach to 24:00") {
  CHECK(parse_minute_of_day("00:00") == 0);
  CHECK(parse_minute_of_day("08:30") == 510);
  CHECK(parse_minute_of_day("24:00") == 1440);
  for (const char* text : {"24:01", "8:30", "08:60", "08:3", "0830", "08:30:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_minute_of_day(text));
  }
}

}  // namespace whistle::adapters::district
