#include "adapters/http/form.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("a form is pairs in the order sent") {
  CHECK(*parse_form("lat=31.2&attribute[A]=1&attribute[A]=2&&text=a+b%26c%0D%0A=") ==
        Pairs{{"lat", "31.2"}, {"attribute[A]", "1"}, {"attribute[A]", "2"}, {"text", "a b&c\r\n="}});
  CHECK(parse_form("")->empty());
}

TEST_CASE("a form past its limits, or one that cannot be decoded, is refused") {
  CHECK(parse_form("a&b", {.pairs = 2}).has_value());
  CHECK_FALSE(parse_form("a&b&c", {.pairs = 2}).has_value());
  CHECK_FALSE(parse_form("a=bcd", {.bytes = 4}).has_value());
  for (const auto* text : {"a=%", "%0=1", "a=%00", "a=%FF", "\xFF=1"})
    CHECK_FALSE(parse_form(text).has_value());
}

}  // namespace whistle::adapters::http
