#include "adapters/http/media_type.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace whistle::adapters::http {

namespace {

constexpr std::array<std::string_view, 3> kOffered = {"application/json", "text/xml", "text/html;charset=utf-8"};

std::string_view chosen(std::string_view accept) {
  const auto place = choose_media_type(accept, kOffered);
  return place ? kOffered.at(*place) : "none";
}

}  // namespace

TEST_CASE("a content type is read without case, with its parameters") {
  const auto type = parse_media_type("Text/HTML ; Charset=\"u\\\"8\";b=c;");
  REQUIRE(type.has_value());
  CHECK(type->essence == "text/html");
  CHECK(type->parameter("charset") == "u\"8");
  CHECK(type->parameter("B") == "c");
  CHECK_FALSE(type->parameter("d").has_value());
  for (const auto* text : {"", "text", "text/", "/html", "a b/c", "text/html;x", "text/html;x=\"", "text/html;x=\"a\\",
                           "text/html;=1", "text/html;a=b c", "text/html, text/xml"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_media_type(text).has_value());
  }
}

TEST_CASE("the type that the client weighs most is chosen") {
  struct Case {
    std::string_view accept;
    std::string_view chosen;
  };
  for (const auto& [accept, expected] : {
           Case{"", "application/json"},
           Case{"*/*", "application/json"},
           Case{"text/xml", "text/xml"},
           Case{"TEXT/*", "text/xml"},
           Case{"application/json;q=0.1, text/*;q=0.9", "text/xml"},
           Case{"text/*;q=0.5, text/html;q=0.8", "text/html;charset=utf-8"},
           Case{"text/html;charset=UTF-8, */*;q=0.9", "text/html;charset=utf-8"},
           Case{"text/html;charset=latin1", "none"},
           Case{"*/*, application/json;q=0, text/xml;q=0.000", "text/html;charset=utf-8"},
           Case{"image/png, video/*", "none"},
           Case{"*/*;q=0", "none"},
           Case{"text/xml;q=2, text/html;q=0.3", "text/html;charset=utf-8"},
           Case{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html;charset=utf-8"},
           Case{",,, text/xml ;  q=1.000 ,", "text/xml"},
       }) {
    CAPTURE(accept);
    CHECK(chosen(accept) == expected);
  }
  CHECK_FALSE(choose_media_type("*/*", {}).has_value());
}

TEST_CASE("weights are thousandths, and what cannot be read is left out") {
  const auto members = parse_weighed("a;q=0.5, b;q=1.001, c;x=\"q=0,1;\";q=0.25;y=1, d;q=, e;q=0.1234, f");
  REQUIRE(members.size() == 3);
  CHECK(members[0].what == "a");
  CHECK(members[0].weight == 500);
  CHECK(members[1].what == "c;x=\"q=0,1;\"");
  CHECK(members[1].weight == 250);
  CHECK(members[2].what == "f");
  CHECK(members[2].weight == 1000);
}

}  // namespace whistle::adapters::http
