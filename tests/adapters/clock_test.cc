#include "adapters/clock.h"

#include <doctest/doctest.h>

namespace whistle::adapters {
namespace {

using engine::Duration;
using engine::Instant;
using engine::seconds;

TEST_CASE("a real clock says what the machine says, steps back included") {
  Instant wall{1'000'000};
  const RealClock clock([&] { return wall; }, [] { return Duration{0}; });
  CHECK(clock.now() == Instant{1'000'000});
  wall = Instant{400'000};
  CHECK(clock.now() == Instant{400'000});
  CHECK(clock.mode() == v1::CLOCK_MODE_REAL);
  CHECK(clock.until_past(Instant{500'000}) == Duration{100'001});
  CHECK(clock.until_past(Instant{400'000}) == Duration{1});
  CHECK(clock.until_past(Instant{399'999}) == Duration{0});
}

// The wall and the running time of a machine, moved apart as the test likes.
struct Machine {
  Instant wall{1'700'000'000'000'000};
  Duration running = seconds(5'000);

  void run(Duration time) {
    wall = wall + time;
    running = running + time;
  }
  RealClock clock() {
    return {[this] { return wall; }, [this] { return running; }};
  }
};

TEST_CASE("a wall that jumps is not believed until somebody confirms it; time goes on meanwhile") {
  for (const auto jump : {seconds(61), seconds(-61), engine::hours(24 * 365)}) {
    Machine machine;
    auto clock = machine.clock();
    const auto before = machine.wall;
    machine.wall = machine.wall + jump;
    machine.run(seconds(3));
    CHECK(clock.now() == before + seconds(3));
    CHECK(clock.jumped() == jump);
    machine.run(seconds(10));
    CHECK(clock.now() == before + seconds(13));
    CHECK(clock.until_past(before + seconds(20)) == seconds(7) + Duration{1});
    clock.confirm();
    CHECK_FALSE(clock.jumped());
    CHECK(clock.now() == machine.wall);
  }
}

TEST_CASE("a wall that came back by itself still waits to be confirmed") {
  Machine machine;
  auto clock = machine.clock();
  const auto right = machine.wall;
  machine.wall = right + seconds(100);
  CHECK(clock.jumped() == seconds(100));
  machine.wall = right;
  CHECK(clock.jumped() == Duration{0});
  CHECK(clock.now() == right);
}

TEST_CASE("small steps are believed, and do not add up to a jump") {
  Machine machine;
  auto clock = machine.clock();
  for (int i = 0; i < 10; ++i) {
    machine.wall = machine.wall + seconds(60);
    machine.run(seconds(1));
    CHECK(clock.now() == machine.wall);
    CHECK_FALSE(clock.jumped());
  }
}

TEST_CASE("a machine that slept has not jumped: its running time went on") {
  Machine machine;
  auto clock = machine.clock();
  machine.run(engine::hours(8));
  CHECK_FALSE(clock.jumped());
  CHECK(clock.now() == machine.wall);
}

TEST_CASE("a fast clock runs from its start, so many times as fast as the machine") {
  Duration elapsed = seconds(50);
  const FastClock clock(Instant{1'000'000'000}, 60, [&] { return elapsed; });
  CHECK(clock.now() == Instant{1'000'000'000});
  elapsed = seconds(52);
  CHECK(clock.now() == Instant{1'000'000'000} + seconds(120));
  CHECK(clock.speed() == 60);
  CHECK(clock.mode() == v1::CLOCK_MODE_FAST);
}

TEST_CASE("after the wait that a fast clock names, the instant is past") {
  Duration elapsed{0};
  const FastClock clock(Instant{0}, 7, [&] { return elapsed; });
  for (const std::int64_t at : {0, 1, 6, 7, 8, 100, 12'345}) {
    elapsed = Duration{0};
    const auto wait = clock.until_past(Instant{at});
    REQUIRE(wait.has_value());
    elapsed = *wait;
    CHECK(clock.now() > Instant{at});
    elapsed = *wait - Duration{1};
    CHECK(clock.now() <= Instant{at});
  }
}

TEST_CASE("a following clock stands still until it is moved, and never goes back") {
  FollowClock clock(Instant{1'000});
  CHECK(clock.now() == Instant{1'000});
  CHECK_FALSE(clock.until_past(Instant{1'000}).has_value());
  CHECK(clock.until_past(Instant{999}) == Duration{0});
  clock.follow(Instant{2'000});
  CHECK(clock.now() == Instant{2'000});
  clock.follow(Instant{1'500});
  CHECK(clock.now() == Instant{2'000});
}

TEST_CASE("the machine's clocks advance") {
  const auto wall = system_time();
  const auto elapsed = running_time();
  const auto start = elapsed();
  CHECK(wall() > Instant{1'700'000'000'000'000});
  while (elapsed() == start) {
  }
  CHECK(elapsed() > start);
}

}  // namespace
}  // namespace whistle::adapters
