#include "adapters/district/names.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {
namespace {

std::string nearest(std::string_view word, std::vector<std::string> names) {
  return nearest_name(word, names);
}

}  // namespace

TEST_CASE("a word that is nearly a name leads to it") {
  CHECK(nearest("comunity", {"community", "street"}) == "community");
  CHECK(nearest("stret", {"community", "street"}) == "street");
  CHECK(nearest("Gird", {"grid", "desk"}) == "grid");
  CHECK(nearest("on-site", {"ack", "on_site"}) == "on_site");
  CHECK(nearest("花园小驱", {"花园小区", "老院"}) == "花园小区");
}

TEST_CASE("of names equally near the first is taken") {
  CHECK(nearest("S9", {"S1", "S2"}) == "S1");
}

TEST_CASE("a word that shares nothing with any name leads nowhere") {
  CHECK(nearest("telephone", {"ack", "resolve"}).empty());
  CHECK(nearest("x", {"y"}).empty());
  CHECK(nearest("", {"a"}).empty());
}

}  // namespace whistle::adapters::district
