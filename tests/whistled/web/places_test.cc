// Places for what takes much memory: so many of all, so many of each.
#include "tools/whistled/web/places.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled::web {

TEST_CASE("each gets so many places and all together so many, and a place that is left is free") {
  Places places({.all = 3, .each = 2});
  auto first = places.take("a");
  const auto second = places.take("a");
  CHECK(first);
  CHECK(second);
  CHECK_FALSE(places.take("a"));
  const auto third = places.take("b");
  CHECK(third);
  CHECK_FALSE(places.take("c"));
  first.reset();
  CHECK(places.take("c"));
  CHECK(places.take("a"));
}

TEST_CASE("a place may be held longer than there are places") {
  std::shared_ptr<const void> place;
  {
    Places places({.all = 1, .each = 1});
    place = places.take("a");
  }
  CHECK(place);
}

}  // namespace whistle::tools::whistled::web
