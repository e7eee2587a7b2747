// Token buckets: what may be asked at once, how it comes back, that names cost nothing once they are quiet.
#include "tools/whistled/rate_limit.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

const RateLimit::Time kStart = RateLimit::Time{} + 24h;

TEST_CASE("a burst at once, then one after each interval, and the wait that is told is the one that helps") {
  RateLimit limit;
  const auto rate = per_second(10, 3);
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(limit.take("a", rate, kStart).has_value());
  CHECK(limit.take("a", rate, kStart) == 100ms);
  CHECK(limit.take("a", rate, kStart + 99ms) == 1ms);
  CHECK_FALSE(limit.take("a", rate, kStart + 100ms).has_value());
  CHECK(limit.take("a", rate, kStart + 100ms) == 100ms);
}

TEST_CASE("what was refused costs nothing, and a long rest fills no more than the burst") {
  RateLimit limit;
  const auto rate = per_second(10, 2);
  for (int i = 0; i < 50; ++i)
    (void)limit.take("a", rate, kStart);
  CHECK_FALSE(limit.take("a", rate, kStart + 100ms).has_value());
  CHECK_FALSE(limit.take("a", rate, kStart + 1h).has_value());
  CHECK_FALSE(limit.take("a", rate, kStart + 1h).has_value());
  CHECK(limit.take("a", rate, kStart + 1h).has_value());
}

TEST_CASE("one name's excess is nobody else's") {
  RateLimit limit;
  const auto rate = per_second(1, 1);
  CHECK_FALSE(limit.take("a", rate, kStart).has_value());
  CHECK(limit.take("a", rate, kStart).has_value());
  CHECK_FALSE(limit.take("b", rate, kStart).has_value());
}

TEST_CASE("no rate is no limit, and is not remembered") {
  RateLimit limit;
  for (int i = 0; i < 1'000; ++i)
    CHECK_FALSE(limit.take("a", per_second(0, 1), kStart).has_value());
  CHECK(limit.names() == 0);
}

TEST_CASE("names whose bucket is full again are forgotten") {
  RateLimit limit;
  const auto rate = per_second(10, 2);
  for (int i = 0; i < 10'000; ++i)
    (void)limit.take(std::to_string(i), rate, kStart + i * 1ms);
  CHECK(limit.names() < 3'000);
}

TEST_CASE("however many names somebody makes up, memory is bounded and the newcomers share one bucket") {
  RateLimit limit;
  const Rate rate{1h, 1};
  for (std::size_t i = 0; i < RateLimit::kNamesMax + 10; ++i)
    (void)limit.take(std::to_string(i), rate, kStart);
  CHECK(limit.names() <= RateLimit::kNamesMax + 1);
  CHECK(limit.take("one more", rate, kStart).has_value());
  CHECK_FALSE(limit.take("one more", rate, kStart + 25h).has_value());
}

}  // namespace
}  // namespace whistle::tools::whistled
