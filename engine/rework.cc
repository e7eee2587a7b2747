#include "engine/rework.h"

#include <algorithm>

#include "engine/dispatch.h"

namespace whistle::engine {

namespace {

constexpr std::int64_t kShareOfLimit = 5;

bool counts_working_time(v1::LimitUnit unit) {
  return unit == v1::LIMIT_UNIT_WORKING_HOURS || unit == v1::LIMIT_UNIT_WORKING_DAYS;
}

// The limit as time of its own kind.
Duration span_of(const Calendar& calendar, const Limit& limit) {
  const auto count = static_cast<std::int64_t>(limit.count);
  switch (limit.unit) {
    case v1::LIMIT_UNIT_MINUTES:
      return minutes(count);
    case v1::LIMIT_UNIT_CONTINUOUS_HOURS:
    case v1::LIMIT_UNIT_WORKING_HOURS:
      return hours(count);
    case v1::LIMIT_UNIT_WORKING_DAYS:
      return {calendar.working_day().us * count};
    case v1::LIMIT_UNIT_CALENDAR_DAYS:
      return hours(24 * count);
    case v1::LIMIT_UNIT_UNSPECIFIED:
    case v1::LimitUnit_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::LimitUnit_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

// What was left of the resolve clock at the resolution; nothing of one that was overdue.
Duration remainder(const Draft& draft, bool working) {
  const auto& ticket = draft.ticket;
  if (!ticket.resolved || *ticket.resolve_due <= *ticket.resolved) return {};
  return working ? draft.pinned->calendar.working_time(*ticket.resolved, *ticket.resolve_due)
                 : *ticket.resolve_due - *ticket.resolved;
}

// nullopt: the resolution stopped no resolve clock.
std::optional<Deadline> rework_due(const Draft& draft) {
  if (!draft.ticket.resolve_due) return std::nullopt;
  const auto& rules = *draft.pinned;
  const auto limit = ticket_limits(draft).resolve;
  const bool working = counts_working_time(limit.unit);
  const Duration least{span_of(rules.calendar, limit).us / kShareOfLimit};
  const auto left = std::max(remainder(draft, working), least);
  if (working) return rules.calendar.after_working_time(draft.at, left);
  return Deadline{draft.at + left, false};
}

}  // namespace

void begin_rework(Draft& draft, v1::Event made) {
  const auto due = rework_due(draft);  // of the resolution, which the event takes back
  draft.add(std::move(made));
  stop_verify_clocks(draft);
  if (due) start_clock_until(draft, 0, v1::CLOCK_KIND_RESOLVE, *due);
  keep_reminded(draft);
}

}  // namespace whistle::engine
