#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>

#include "engine/ascending_list.h"

namespace whistle::engine {

namespace {

using List = AscendingList<std::uint32_t>;

}  // namespace

TEST_CASE("what is there is not added again, and what is not there is not taken out") {
  List list;
  CHECK_FALSE(list.erase(1));
  CHECK(list.insert(1));
  CHECK_FALSE(list.insert(1));
  CHECK(list.size() == 1);
  CHECK(list.erase(1));
  CHECK_FALSE(list.erase(1));
  CHECK(list.empty());
  CHECK(list.begin() == list.end());
}

TEST_CASE("equal lists hold equal values, however they were put together") {
  List upward;
  List downward;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    upward.insert(i);
    downward.insert(1'999 - i);
  }
  CHECK(upward == downward);
  downward.erase(700);
  CHECK_FALSE(upward == downward);
}

TEST_CASE("random changes agree with a set, from whatever value one reads on") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  List list;
  std::set<std::uint32_t> plain;
  std::uint32_t highest = 0;
  for (int step = 0; step < 30'000; ++step) {
    // Mostly at the end, as ids come; sometimes anywhere; for a while more goes than comes.
    const bool shrinking = step / 5'000 % 2 == 1;
    const auto value = random() % 4 == 0 ? static_cast<std::uint32_t>(random() % (highest + 1)) : ++highest;
    if (shrinking && !plain.empty()) {
      const auto at = plain.lower_bound(static_cast<std::uint32_t>(random() % (highest + 1)));
      const auto gone = at == plain.end() ? *plain.begin() : *at;
      REQUIRE(list.erase(gone));
      plain.erase(gone);
    } else {
      REQUIRE(list.insert(value) == plain.insert(value).second);
    }
    REQUIRE(list.size() == plain.size());
    if (!plain.empty()) REQUIRE(list.front() == *plain.begin());
    if (step % 500 != 0) continue;
    REQUIRE(std::equal(list.begin(), list.end(), plain.begin(), plain.end()));
    const auto after = static_cast<std::uint32_t>(random() % (highest + 2));
    REQUIRE(std::equal(list.upper_bound(after), list.end(), plain.upper_bound(after), plain.end()));
    auto below = std::make_reverse_iterator(plain.lower_bound(after));
    int left = 600;
    list.descend(after, [&](std::uint32_t at) {
      REQUIRE(below != plain.rend());
      REQUIRE(at == *below++);
      return --left > 0;
    });
    REQUIRE((left == 0 || below == plain.rend()));
  }
}

}  // namespace whistle::engine
