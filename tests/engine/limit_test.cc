#include "engine/limit.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::engine {
namespace {

TEST_CASE("a limit is a whole number and a unit") {
  CHECK(parse_limit("15m") == Limit{15, v1::LIMIT_UNIT_MINUTES});
  CHECK(parse_limit("2ch") == Limit{2, v1::LIMIT_UNIT_CONTINUOUS_HOURS});
  CHECK(parse_limit("4wh") == Limit{4, v1::LIMIT_UNIT_WORKING_HOURS});
  CHECK(parse_limit("5wd") == Limit{5, v1::LIMIT_UNIT_WORKING_DAYS});
  CHECK(parse_limit("90cd") == Limit{90, v1::LIMIT_UNIT_CALENDAR_DAYS});
  CHECK(parse_limit("100000cd") == Limit{kLimitCountMax, v1::LIMIT_UNIT_CALENDAR_DAYS});
}

TEST_CASE("0 means no clock, with or without a unit") {
  for (const char* text : {"0", "0m", "0wd"}) {
    CAPTURE(text);
    REQUIRE(parse_limit(text).has_value());
    CHECK(parse_limit(text)->none());
    CHECK(to_string(*parse_limit(text)) == "0");
  }
}

TEST_CASE("anything else is no limit") {
  for (const char* text : {"", "5", "wd", "5 wd", " 5wd", "5wd ", "-1wd", "+1wd", "1.5wh", "5WD", "5d", "5wdd", "5w",
                           "١wd", "100001m", "99999999999999999999m", "0 ", "00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_limit(text).has_value());
  }
}

TEST_CASE("a limit survives text and message") {
  for (const char* text : {"15m", "2ch", "4wh", "5wd", "3cd"}) {
    const Limit limit = parse_limit(text).value();
    CHECK(to_string(limit) == text);
    CHECK(from_proto(to_proto(limit)) == limit);
  }
}

}  // namespace
}  // namespace whistle::engine
