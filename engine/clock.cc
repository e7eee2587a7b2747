#include "engine/clock.h"

#include <algorithm>

namespace whistle::engine {

namespace {

constexpr std::int64_t kBasisPoints = 10'000;
constexpr std::int64_t kSecond = 1'000'000;

}  // namespace

Instant latest_start(const Calendar& calendar, const Limit& limit, Instant floor, Instant due) {
  const auto in_time = [&](Instant start) { return calendar.deadline(start, limit).at <= due; };
  if (!in_time(floor)) return floor;
  if (const auto amount = calendar.working_amount(limit)) {
    // Whoever starts before this much working time has passed is in time, and so is who starts in the pause after it.
    const Duration slack{calendar.working_time(floor, due).us - amount->us};
    const auto latest = calendar.next_opening(calendar.after_working_time(floor, slack).at);
    return floor + seconds((std::min(latest, due) - floor).us / kSecond);
  }
  std::int64_t low = 0;  // seconds after floor that are in time
  std::int64_t high = (due - floor).us / kSecond + 1;
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    (in_time(floor + seconds(middle)) ? low : high) = middle;
  }
  return floor + seconds(low);
}

std::optional<Instant> warn_at(const ClockRules& rules, const Calendar& calendar, Instant start, Instant due) {
  if (rules.warn_fraction_bp == 0 || due <= start) return std::nullopt;
  const auto part = static_cast<std::int64_t>(kBasisPoints - rules.warn_fraction_bp);
  const auto elapsed = (due - start).us;
  // Split so that two centuries of microseconds do not overflow.
  Instant warn{start.us + elapsed / kBasisPoints * part + elapsed % kBasisPoints * part / kBasisPoints};
  if (rules.warn_at_most && !rules.warn_at_most->none()) warn = latest_start(calendar, *rules.warn_at_most, warn, due);
  if (warn >= due) return std::nullopt;
  return warn;
}

}  // namespace whistle::engine
