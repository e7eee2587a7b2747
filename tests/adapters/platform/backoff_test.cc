#include "adapters/platform/backoff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "storage/seeded_random.h"

namespace whistle::adapters::platform {

using namespace std::chrono_literals;

TEST_CASE("the longest pause doubles with each failure, up to the most") {
  const BackoffLimits limits{100ms, 1'500ms};
  std::vector<std::chrono::milliseconds> longest;
  for (const std::uint32_t failures : {1U, 2U, 3U, 4U, 5U, 6U, 4'000'000'000U})
    longest.push_back(longest_pause(limits, failures));
  CHECK(longest == std::vector<std::chrono::milliseconds>{100ms, 200ms, 400ms, 800ms, 1'500ms, 1'500ms, 1'500ms});
}

TEST_CASE("a pause is anything up to the longest, and equal seeds give equal pauses") {
  constexpr int kDraws = 2'000;
  const BackoffLimits limits{10ms, 80ms};
  storage::SeededRandom random(7);
  storage::SeededRandom again(7);
  std::vector<std::chrono::milliseconds> drawn;
  for (int i = 0; i < kDraws; ++i) {
    drawn.push_back(pause_after(limits, 3, random));
    CHECK(drawn.back() == pause_after(limits, 3, again));
  }
  CHECK(std::ranges::min(drawn) == 0ms);
  CHECK(std::ranges::max(drawn) == 40ms);
  const auto below = std::ranges::count_if(drawn, [](auto pause) { return pause < 20ms; });
  CHECK(below > kDraws * 2 / 5);
  CHECK(below < kDraws * 3 / 5);
}

}  // namespace whistle::adapters::platform
