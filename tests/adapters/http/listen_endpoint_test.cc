#include "adapters/http/listen_endpoint.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("with TLS any address of the machine will do") {
  for (const auto* text : {"https://0.0.0.0:8443", "https://[::]:443", "https://10.1.2.3:1", "http://127.0.0.1:80"}) {
    const auto endpoint = parse_listen(text);
    REQUIRE_MESSAGE(endpoint.has_value(), endpoint.error().what);
    CHECK(to_text(*endpoint) == text);
    CHECK(endpoint->tls == std::string(text).starts_with("https"));
  }
  CHECK(to_text(*parse_listen("https://localhost:1")) == "https://127.0.0.1:1");
  CHECK(parse_listen("https://[::]:*")->port == 0);
}

TEST_CASE("without TLS others must not reach it, and names are no addresses") {
  for (const auto* text : {"http://0.0.0.0:80", "http://[::]:80", "http://10.1.2.3:80", "https://example.org:443",
                           "https://0.0.0.0", "https://0.0.0.0:65536", "https://::1:443", "ftp://127.0.0.1:21", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_listen(text).has_value());
  }
}

}  // namespace whistle::adapters::http
