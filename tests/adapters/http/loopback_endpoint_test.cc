#include "adapters/http/loopback_endpoint.h"

#include <doctest/doctest.h>

namespace whistle::adapters::http {

TEST_CASE("addresses of the machine itself are read and written") {
  for (const auto* text : {"http://127.0.0.1:7712", "http://127.8.9.1:1", "http://[::1]:65535"}) {
    const auto endpoint = parse_loopback(text);
    REQUIRE_MESSAGE(endpoint.has_value(), endpoint.error().what);
    CHECK(to_text(*endpoint) == text);
  }
  CHECK(to_text(*parse_loopback("http://localhost:80")) == "http://127.0.0.1:80");
  CHECK(parse_loopback("http://127.0.0.1:*")->port == 0);
  CHECK(parse_loopback("http://127.0.0.1:0")->port == 0);
}

TEST_CASE("whatever others could reach, or is no address, is refused") {
  for (const auto* text :
       {"http://0.0.0.0:7712", "http://10.0.0.1:7712", "http://[::]:7712", "http://*:7712", "http://example.org:7712",
        "tcp://127.0.0.1:7712", "http://127.0.0.1", "http://127.0.0.1:70000", "http://127.0.0.1:", "http://::1:80",
        "http://[127.0.0.1]:80", "http://127.0.0.1:80/", "http://127.1:80", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_loopback(text).has_value());
  }
}

}  // namespace whistle::adapters::http
