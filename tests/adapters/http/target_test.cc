#include "adapters/http/target.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("a target is taken apart and decoded once") {
  const auto target = parse_target("/api/v1/a%20b%2520/?q=1+2&q=%2B&empty=&alone&attribute[A]=%E4%BD%A0");
  REQUIRE_MESSAGE(target.has_value(), target.error().what);
  CHECK(target->path == "/api/v1/a%20b%2520/");
  CHECK(target->segments == std::vector<std::string>{"api", "v1", "a b%20", ""});
  CHECK(target->query ==
        Pairs{{"q", "1 2"}, {"q", "+"}, {"empty", ""}, {"alone", ""}, {"attribute[A]", "\xE4\xBD\xA0"}});
}

TEST_CASE("the root has no segments, and a plus in a path is a plus") {
  CHECK(parse_target("/")->segments.empty());
  CHECK(parse_target("/?")->query.empty());
  CHECK(parse_target("/a+b")->segments == std::vector<std::string>{"a+b"});
}

TEST_CASE("what would leave the tree, or hides something, is refused") {
  for (const auto* text : {"",          "a",       "*",      "http://a/b", "/..",     "/a/../b",    "/a/.",
                           "/%2e%2E/b", "/a/.%2e", "/a%2fb", "/a%5Cb",     "/a\\b",   "/%00",       "/a?b=%00",
                           "/%",        "/%4",     "/%zz",   "/a?b=%z1",   "/%C0%AF", "/%ED%A0%80", "/%F4%90%80%80",
                           "/%FF",      "/a?%80",  "/a b",   "/a#b",       "/\xC3",   "/a?b=\xC3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_target(text).has_value());
  }
}

TEST_CASE("a query has no more parameters than it may have") {
  std::string query = "/?a=0";
  for (std::size_t i = 1; i < kQueryPairsMax; ++i)
    query += "&a=" + std::to_string(i);
  CHECK(parse_target(query)->query.size() == kQueryPairsMax);
  CHECK_FALSE(parse_target(query + "&a").has_value());
}

}  // namespace whistle::adapters::http
