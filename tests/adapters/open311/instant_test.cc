#include "adapters/open311/instant.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

TEST_CASE("a date and time has an offset; seconds may be left out") {
  CHECK(read_instant("2026-09-28T12:00:00+08:00") == kNowUs);
  CHECK(read_instant("2026-09-28T04:00:00Z") == kNowUs);
  CHECK(read_instant("2026-09-28T04:00Z") == kNowUs);
  CHECK(read_instant("2026-09-28T12:00+08:00") == kNowUs);
  CHECK(read_instant("2026-09-28T04:00:00.25Z") == kNowUs + 250'000);
}

TEST_CASE("the plus that a client forgot to escape is read") {
  CHECK(read_instant("2026-09-28T12:00:00 08:00") == kNowUs);
  CHECK(read_instant("2026-09-28T12:00 08:00") == kNowUs);
}

TEST_CASE("what is no instant is refused") {
  for (const auto* text :
       {"", "now", "2026-09-28", "2026-09-28T12:00:00", "2026-02-30T12:00:00Z", "2026-09-28T25:00:00Z", "Z",
        "2026-09-28T12:00:00+99:00", "2026-09-28T12", "2026-09-28T12:00:00Z ", "0000-00-00T00:00:00Z",
        "9999-12-31T00:00:00Z", "1790568000", "2026-9-28T12:00:00Z", "2026-09-28T12:00:00+0800"}) {
    CAPTURE(text);
    CHECK_FALSE(read_instant(text).has_value());
  }
}

TEST_CASE("an instant is written with the district's offset then") {
  auto context = sample_context();
  CHECK(instant(kNowUs + 999'999, context).content == "2026-09-28T12:00:00+08:00");
  context.utc_offset = [](std::int64_t us) { return us < kNowUs ? -3 * 3600 - 1800 : -2 * 3600; };
  CHECK(instant(kNowUs - 1, context).content == "2026-09-28T00:29:59-03:30");
  CHECK(instant(kNowUs, context).content == "2026-09-28T02:00:00-02:00");
}

TEST_CASE("what the engine has no time of is nothing") {
  for (const std::int64_t us : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max(),
                                std::numeric_limits<std::int64_t>::min()}) {
    CHECK(instant(us, sample_context()).kind == Value::Kind::Nothing);
  }
}

}  // namespace whistle::adapters::open311
