#include "tools/whistled/heartbeats.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {

namespace {

using namespace std::chrono_literals;

constexpr Heartbeats::Time at(std::chrono::seconds since) {
  return Heartbeats::Time{} + since;
}

}  // namespace

TEST_CASE("who beats in time is not missed, and who does not is told once") {
  Heartbeats heartbeats(60s);
  heartbeats.beat("p1", {}, at(0s));
  heartbeats.beat("p2", {}, at(30s));
  CHECK(heartbeats.newly_silent(at(60s)).empty());
  CHECK(heartbeats.newly_silent(at(61s)) == std::vector<std::string>{"p1"});
  CHECK(heartbeats.newly_silent(at(62s)).empty());
  CHECK(heartbeats.newly_silent(at(91s)) == std::vector<std::string>{"p2"});
}

TEST_CASE("who comes back is heard, and missed anew when it falls silent again") {
  Heartbeats heartbeats(60s);
  CHECK_FALSE(heartbeats.beat("p1", {}, at(0s)));
  REQUIRE(heartbeats.newly_silent(at(61s)).size() == 1);
  CHECK(heartbeats.beat("p1", {}, at(70s)));
  CHECK_FALSE(heartbeats.beat("p1", {}, at(80s)));
  CHECK(heartbeats.newly_silent(at(140s)).empty());
  CHECK(heartbeats.newly_silent(at(141s)).size() == 1);
}

TEST_CASE("who never beat is not awaited, and without a time nobody is") {
  Heartbeats awaited(60s);
  CHECK(awaited.newly_silent(at(1000s)).empty());
  Heartbeats unawaited(0s);
  unawaited.beat("p1", {}, at(0s));
  CHECK(unawaited.newly_silent(at(100'000s)).empty());
}

TEST_CASE("the last beat is what is told") {
  Heartbeats heartbeats(60s);
  heartbeats.beat("p1", engine::seconds(2), at(0s));
  heartbeats.beat("p1", engine::seconds(-3), at(10s));
  const auto facts = heartbeats.facts(at(14s));
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].member == "p1");
  CHECK(facts[0].age == 4s);
  CHECK(facts[0].ahead == engine::seconds(-3));
}

}  // namespace whistle::tools::whistled
