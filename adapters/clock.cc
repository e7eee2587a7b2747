#include "adapters/clock.h"

#include <algorithm>
#include <chrono>
#include <ctime>

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

ReadElapsed running_time() {
  return [] {
    std::timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return Duration{whole_us(std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec})};
  };
}

RealClock::RealClock(ReadInstant wall, ReadElapsed running)
    : wall_(std::move(wall)), running_(std::move(running)), started_(wall_() - running_()) {}

Instant RealClock::now() const {
  const auto ran = running_();
  const auto started = wall_() - ran;
  if (started - started_ > kJumpMax || started_ - started > kJumpMax) jumped_ = true;
  if (!jumped_) started_ = started;
  return started_ + ran;
}

std::optional<Duration> RealClock::until_past(Instant at) const {
  return std::max(Duration{0}, at - now() + kTick);
}

std::optional<Duration> RealClock::jumped() const {
  (void)now();
  if (!jumped_) return std::nullopt;
  return wall_() - running_() - started_;
}

void RealClock::confirm() {
  started_ = wall_() - running_();
  jumped_ = false;
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
