#include "adapters/http/response_head.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("a head is exactly what a client reads") {
  const Response response{200, "abc", "text/plain", {{"X-A", "b"}}};
  CHECK(to_head(response, {.date = "now"}) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nX-A: b\r\n\r\n");
  CHECK(to_head(response, {.framing = Framing::Chunks, .keep_alive = false, .date = "now"}) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-A: b\r\nConnection: close\r\n\r\n");
}

TEST_CASE("what a response says of caches and of sniffing stands once, in its own words") {
  const Response response{200, "", "", {{"cache-control", "max-age=1"}, {"x-content-type-options", "nosniff"}}};
  CHECK(to_head(response, {}) ==
        "HTTP/1.1 200 OK\r\nDate: \r\nContent-Length: 0\r\ncache-control: max-age=1\r\n"
        "x-content-type-options: nosniff\r\n\r\n");
}

TEST_CASE("a status without a name has none, and one without a body says nothing of it") {
  CHECK(to_head({418, "tea"}, {}).starts_with("HTTP/1.1 418 \r\n"));
  CHECK(to_head({304, "ignored"}, {}).find("\r\nContent-") == std::string::npos);
}

TEST_CASE("what cannot be sent is known") {
  CHECK(can_be_sent({200, "a\r\nb"}));
  CHECK(can_be_sent({599, "", "", {{"A", ""}}}));
  CHECK_FALSE(can_be_sent({199, ""}));
  CHECK_FALSE(can_be_sent({600, ""}));
  CHECK_FALSE(can_be_sent({200, "", "a\nb"}));
  CHECK_FALSE(can_be_sent({200, "", "a", {{"A", "b\rc"}}}));
  CHECK_FALSE(can_be_sent({200, "", "a", {{"A:", "b"}}}));
  CHECK_FALSE(can_be_sent({200, "", "a", {{"content-type", "b"}}}));
}

TEST_CASE("dates are written as HTTP has them") {
  const std::chrono::sys_seconds epoch{};
  CHECK(to_http_date(epoch) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(to_http_date(epoch + std::chrono::seconds(784'111'777)) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(to_http_date(epoch + std::chrono::seconds(1'709'251'199)) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

}  // namespace whistle::adapters::http
