// A circuit breaker: what fails again and again is left alone for a while, then asked once, and only when that goes
// well asked as before.
//
//   if (breaker.admits(now)) { ... send ...; breaker.begun(); }
//   breaker.succeeded();  or  breaker.failed(now, pause);
//
// Closed: everything may go. Open: nothing may, until a time. Half open: one at a time may, which decides. A plain
// value; time is whatever steady clock the caller reads.
#pragma once

#include <chrono>
#include <cstdint>

namespace whistle::adapters::platform {

enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen };

class Breaker {
 public:
  using Time = std::chrono::milliseconds;  // of a steady clock

  // Opens at so many failures in a row, one or more.
  explicit Breaker(std::uint32_t failures_max) : failures_max_(failures_max) {}

  [[nodiscard]] BreakerState state(Time now) const;
  // Whether something may be sent now.
  [[nodiscard]] bool admits(Time now) const;
  // When it admits something next, if nothing else happens; of an open one.
  [[nodiscard]] Time until() const { return until_; }
  // Failures in a row.
  [[nodiscard]] std::uint32_t failures() const { return failures_; }

  // Something is sent.
  void begun(Time now);
  void succeeded();
  // `pause`: how long it stays open, if this opens it.
  void failed(Time now, Time pause);
  // Nothing is sent before that, whatever the state.
  void hold_until(Time time);

 private:
  std::uint32_t failures_max_;
  std::uint32_t failures_ = 0;
  Time until_{0};
  bool probing_ = false;
};

}  // namespace whistle::adapters::platform
