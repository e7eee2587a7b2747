#include "adapters/platform/breaker.h"

#include <algorithm>

namespace whistle::adapters::platform {

BreakerState Breaker::state(Time now) const {
  if (failures_ < failures_max_) return now < until_ ? BreakerState::Open : BreakerState::Closed;
  return now < until_ ? BreakerState::Open : BreakerState::HalfOpen;
}

bool Breaker::admits(Time now) const {
  const auto is = state(now);
  return is == BreakerState::Closed || (is == BreakerState::HalfOpen && !probing_);
}

void Breaker::begun(Time now) {
  probing_ = probing_ || state(now) == BreakerState::HalfOpen;
}

void Breaker::succeeded() {
  failures_ = 0;
  probing_ = false;
}

void Breaker::failed(Time now, Time pause) {
  ++failures_;
  probing_ = false;
  if (failures_ >= failures_max_) hold_until(now + pause);
}

void Breaker::hold_until(Time time) {
  until_ = std::max(until_, time);
}

}  // namespace whistle::adapters::platform
