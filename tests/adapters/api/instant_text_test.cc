#include "adapters/api/instant_text.h"

#include <doctest/doctest.h>

namespace whistle::adapters::api {
namespace {

TEST_CASE("an instant is read with its offset and its fraction") {
  CHECK(parse_instant("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_instant("1970-01-01t00:00:00.000001z") == 1);
  CHECK(parse_instant("1970-01-01 08:00:01+08:00") == 1'000'000);
  CHECK(parse_instant("1969-12-31T23:59:59.5-00:00") == -500'000);
  CHECK(parse_instant("2026-09-28T06:03:00.123456789Z") == 1'790'575'380'123'456);
  CHECK(parse_instant("2024-02-29T00:00:00Z").has_value());
}

TEST_CASE("what is no instant is not one") {
  for (const char* text :
       {"", "2026-09-28", "2026-09-28T06:03Z", "2026-09-28T06:03:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-09-31T00:00:00Z", "2026-00-01T00:00:00Z", "2026-09-28T24:00:00Z", "2026-09-28T06:60:00Z",
        "2016-12-31T23:59:60Z", "2026-09-28T06:03:00.Z", "2026-09-28T06:03:00+0800", "2026-09-28T06:03:00+08:60",
        "2026-09-28T06:03:00Zx", "+026-09-28T06:03:00Z", "2026/09/28T06:03:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text).has_value());
  }
}

}  // namespace
}  // namespace whistle::adapters::api
