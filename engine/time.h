// Instants and durations of the core. Time is always an argument; nothing here, or anywhere in the core, reads a clock.
#pragma once

#include <compare>
#include <cstdint>

namespace whistle::engine {

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kDaySeconds = 86'400;

// A span of elapsed time in microseconds; may be negative.
struct Duration {
  std::int64_t us = 0;

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
};

constexpr Duration microseconds(std::int64_t n) {
  return {n};
}
constexpr Duration seconds(std::int64_t n) {
  return {n * 1'000'000};
}
constexpr Duration minutes(std::int64_t n) {
  return seconds(n * 60);
}
constexpr Duration hours(std::int64_t n) {
  return minutes(n * 60);
}

// An instant in microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Instant {
  std::int64_t us = 0;

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return {t.us + d.us}; }
  friend constexpr Instant operator-(Instant t, Duration d) { return {t.us - d.us}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.us - b.us}; }
};

// What the engine accepts as a time at all: the years 1970 to 2199. Anything else is refused at the edge.
inline constexpr Instant kInstantMin{0};
inline constexpr Instant kInstantMax{7'258'118'400'000'000};

}  // namespace whistle::engine
