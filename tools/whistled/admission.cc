#include "tools/whistled/admission.h"

#include <algorithm>

namespace whistle::tools::whistled {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::size_t kMeasuredMin = 32;  // commands of a turn
constexpr int kFade = 8;                  // of the sums, an eighth goes with each turn

}  // namespace

std::optional<milliseconds> Admission::ask(Lane lane, const RequestLanes& lanes, Time now) {
  const auto wait = wait_in(lane, lanes, now);
  const bool room = lanes.size() < limits_.waiting_max;
  const auto bound = lane == Lane::Whistle ? limits_.whistle_wait_max : limits_.urgent_wait_max;
  if (room && (lane == Lane::Act || wait <= bound)) return std::nullopt;
  const auto done = now + std::min<nanoseconds>(wait, kRetryMax);
  booked_until_ = std::min(std::max(booked_until_, done) + cost_of(1), now + nanoseconds{kRetryMax});
  return std::max(kRetryMin, std::chrono::ceil<milliseconds>(booked_until_ - now));
}

void Admission::measured(std::size_t commands, nanoseconds took) {
  if (commands < kMeasuredMin) return;
  took_ += took - took_ / kFade;
  commands_ += commands - commands_ / kFade;
}

nanoseconds Admission::cost_of(std::size_t commands) const {
  return took_ / static_cast<std::int64_t>(commands_) * static_cast<std::int64_t>(commands);
}

nanoseconds Admission::wait_in(Lane lane, const RequestLanes& lanes, Time now) const {
  const auto oldest = lanes.oldest(lane);
  const auto waited = oldest ? now - *oldest : nanoseconds{0};
  return std::max(cost_of(lanes.ahead_of(lane)), waited);
}

}  // namespace whistle::tools::whistled
