// Where civil time comes from. The core never asks; the daemon asks once a turn and hands the answer in.
//
//   RealClock clock(system_time(), running_time());                     // an engine in service
//   FastClock clock(start, 60, running_time());                         // a demonstration: a minute a second
//   FollowClock clock(state.last_time);                                 // history: time is what the whistles say
//
// One thread each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/time.h"
#include "whistle/v1/command.pb.h"

namespace whistle::adapters {

// The machine's civil time, and the time it has been running: what tests put in place of the machine.
using ReadInstant = std::function<engine::Instant()>;
using ReadElapsed = std::function<engine::Duration()>;
[[nodiscard]] ReadInstant system_time();
// Counts on while the machine sleeps, so that a suspend is no jump of the wall.
[[nodiscard]] ReadElapsed running_time();

class CivilClock {
 public:
  CivilClock() = default;
  CivilClock(const CivilClock&) = delete;
  CivilClock& operator=(const CivilClock&) = delete;
  virtual ~CivilClock() = default;

  // May step back a little, where the machine's does; the core orders what it writes.
  [[nodiscard]] virtual engine::Instant now() const = 0;
  // How long to wait, in the machine's time, until `now` is later than `at`; nullopt: waiting does not help.
  [[nodiscard]] virtual std::optional<engine::Duration> until_past(engine::Instant at) const = 0;
  [[nodiscard]] virtual v1::ClockMode mode() const = 0;
  // Civil seconds a second; 1 unless it is a FastClock.
  [[nodiscard]] virtual std::uint32_t speed() const { return 1; }
  // How far the wall has jumped against the machine's running time, while that is not confirmed: until then `now` goes
  // on as if it had not, and nothing is to be accepted or fired. nullopt: all is well.
  [[nodiscard]] virtual std::optional<engine::Duration> jumped() const { return std::nullopt; }
  // An operator has looked and says that the wall is right.
  virtual void confirm() {}
  // Moves time on to `at`, where time is what is accepted; never back. Elsewhere nothing happens.
  virtual void follow(engine::Instant) {}
};

// The machine's civil time as long as it goes with the machine's running time. Where the two drift apart by more than
// kJumpMax between two readings somebody has set the clock, perhaps wrongly; an entry with a time far ahead would be
// permanent, because no later one may be earlier. Each reading is checked, so no wrong time is ever handed out.
class RealClock final : public CivilClock {
 public:
  static constexpr engine::Duration kJumpMax = engine::seconds(60);

  RealClock(ReadInstant wall, ReadElapsed running);

  [[nodiscard]] engine::Instant now() const override;
  [[nodiscard]] std::optional<engine::Duration> until_past(engine::Instant at) const override;
  [[nodiscard]] v1::ClockMode mode() const override { return v1::CLOCK_MODE_REAL; }
  [[nodiscard]] std::optional<engine::Duration> jumped() const override;
  void confirm() override;

 private:
  ReadInstant wall_;
  ReadElapsed running_;
  mutable engine::Instant started_;  // the wall, when the machine's running time was 0, by the last good reading
  mutable bool jumped_ = false;
};

// `start` at the moment of construction, then `speed` times as fast as the machine runs.
class FastClock final : public CivilClock {
 public:
  FastClock(engine::Instant start, std::uint32_t speed, ReadElapsed elapsed);

  [[nodiscard]] engine::Instant now() const override;
  [[nodiscard]] std::optional<engine::Duration> until_past(engine::Instant at) const override;
  [[nodiscard]] v1::ClockMode mode() const override { return v1::CLOCK_MODE_FAST; }
  [[nodiscard]] std::uint32_t speed() const override { return speed_; }

 private:
  engine::Instant start_;
  std::uint32_t speed_;
  ReadElapsed elapsed_;
  engine::Duration started_;
};

// Stands still but for `follow`.
class FollowClock final : public CivilClock {
 public:
  explicit FollowClock(engine::Instant start) : now_(start) {}

  [[nodiscard]] engine::Instant now() const override { return now_; }
  [[nodiscard]] std::optional<engine::Duration> until_past(engine::Instant at) const override;
  [[nodiscard]] v1::ClockMode mode() const override { return v1::CLOCK_MODE_FOLLOW; }
  void follow(engine::Instant at) override;

 private:
  engine::Instant now_;
};

}  // namespace whistle::adapters
