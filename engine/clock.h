// When a clock warns. Source: DOMAIN, "Clocks", the last line.
#pragma once

#include <optional>

#include "engine/calendar.h"
#include "engine/limit.h"
#include "engine/ruleset.h"
#include "engine/time.h"

namespace whistle::engine {

// Once per clock, at start + (1 - fraction) of the elapsed time to due, or `at_most` before due if that is later.
// nullopt: no warning, because the fraction is none or there is no time before due.
[[nodiscard]] std::optional<Instant> warn_at(const ClockRules& rules, const Calendar& calendar, Instant start,
                                             Instant due);

// The latest whole second from which `limit` is spent by `due`, not before `floor`.
[[nodiscard]] Instant latest_start(const Calendar& calendar, const Limit& limit, Instant floor, Instant due);

}  // namespace whistle::engine
