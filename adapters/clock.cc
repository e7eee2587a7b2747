#include "adapters/clock.h"

#include <algorithm>
#include <chrono>

namespace whistle::adapters {

using engine::Duration;
using engine::Instant;

namespace {

std::int64_t whole_us(std::chrono::nanoseconds time) {
  return std::chrono::floor<std::chrono::microseconds>(time).count();
}

constexpr Duration kTick{1};  // later than an instant means at least this much

}  // namespace

ReadInstant system_time() {
  return [] { return Instant{whole_us(std::chrono::system_clock::now().time_since_epoch())}; };
}

ReadElapsed monotonic_time() {
  return [] { return Duration{whole_us(std::chrono::steady_clock::now().time_since_epoch())}; };
}

std::optional<Duration> RealClock::until_past(Instant at) const {
  return std::max(Duration{0}, at - now() + kTick);
}

FastClock::FastClock(Instant start, std::uint32_t speed, ReadElapsed elapsed)
    : start_(start), speed_(std::max(speed, 1U)), elapsed_(std::move(elapsed)), started_(elapsed_()) {}

Instant FastClock::now() const {
  const auto ran = elapsed_() - started_;
  return start_ + Duration{ran.us * static_cast<std::int64_t>(speed_)};
}

std::optional<Duration> FastClock::until_past(Instant at) const {
  const auto left = std::max(Duration{0}, at - now() + kTick);
  const auto speed = static_cast<std::int64_t>(speed_);
  return Duration{(left.us + speed - 1) / speed};
}

std::optional<Duration> FollowClock::until_past(Instant at) const {
  if (at < now_) return Duration{0};
  return std::nullopt;
}

void FollowClock::follow(Instant at) {
  now_ = std::max(now_, at);
}

}  // namespace whistle::adapters
