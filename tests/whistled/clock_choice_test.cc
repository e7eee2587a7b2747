#include "tools/whistled/clock_choice.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {
namespace {

using engine::Instant;

constexpr Instant kWall{1'800'000'000'000'000};
constexpr Instant kLast{1'700'000'000'000'000};

engine::State journal(bool real, bool driven) {
  engine::State state;
  state.last_time = kLast;
  state.lived_on_real_time = real;
  state.lived_on_driven_time = driven;
  return state;
}

Result<std::unique_ptr<adapters::CivilClock>> chosen(const std::function<void(RunOptions&)>& set,
                                                     const engine::State& state) {
  RunOptions options;
  set(options);
  return choose_clock(
      options, state, [] { return kWall; }, [] { return engine::Duration{0}; });
}

TEST_CASE("real time, unless something else is asked for") {
  const auto clock = chosen([](auto&) {}, journal(false, false));
  REQUIRE(clock.has_value());
  CHECK((*clock)->mode() == v1::CLOCK_MODE_REAL);
  CHECK((*clock)->now() == kWall);
}

TEST_CASE("a following clock goes on where the journal ends, a fast one there or, on a young journal, now") {
  const auto follow = [](RunOptions& options) { options.clock = "follow"; };
  const auto fast = [](RunOptions& options) { options.clock_speed = 60; };
  CHECK((*chosen(follow, journal(false, false)))->now() == kLast);
  CHECK((*chosen(follow, journal(false, true)))->now() == kLast);
  CHECK((*chosen(fast, journal(false, false)))->now() == kWall);
  CHECK((*chosen(fast, journal(false, true)))->now() == kLast);
  CHECK((*chosen(fast, journal(false, true)))->speed() == 60);
}

TEST_CASE("a driven clock starts at a time that is given, but never before the journal's last entry") {
  const auto at = [](const char* text) {
    return [text](RunOptions& options) {
      options.clock = "follow";
      options.clock_start = text;
    };
  };
  CHECK((*chosen(at("2030-01-01T00:00:00Z"), journal(false, true)))->now() == Instant{1'893'456'000'000'000});
  CHECK(chosen(at("2000-01-01T00:00:00Z"), journal(false, true)).error().code == ExitCode::Usage);
  CHECK(chosen(at("yesterday"), journal(false, true)).error().code == ExitCode::Usage);
}

TEST_CASE("a journal keeps to the kind of time that it has lived on") {
  const auto follow = [](RunOptions& options) { options.clock = "follow"; };
  CHECK(chosen(follow, journal(true, false)).error().code == ExitCode::BadData);
  CHECK(chosen([](auto&) {}, journal(false, true)).error().code == ExitCode::BadData);
  CHECK(chosen([](auto&) {}, journal(true, false)).has_value());
}

TEST_CASE("options that make no sense together are refused") {
  const auto code = [](const std::function<void(RunOptions&)>& set) {
    return chosen(set, journal(false, false)).error().code;
  };
  CHECK(code([](RunOptions& options) { options.seed = 1; }) == ExitCode::Usage);
  CHECK(code([](RunOptions& options) { options.clock_start = "2030-01-01T00:00:00Z"; }) == ExitCode::Usage);
  CHECK(code([](RunOptions& options) {
          options.clock = "follow";
          options.clock_speed = 2;
        }) == ExitCode::Usage);
}

}  // namespace
}  // namespace whistle::tools::whistled
