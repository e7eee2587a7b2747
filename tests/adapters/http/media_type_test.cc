#include "adapters/http/media_type.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("the essence of a content type is in lower case and without parameters") {
  CHECK(essence_of(" Text/HTML ; Charset=utf-8") == "text/html");
  CHECK(essence_of("image/png") == "image/png");
  CHECK(essence_of("").empty());
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
