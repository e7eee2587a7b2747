#include "engine/rework.h"

#include <algorithm>

#include "engine/decide_checks.h"
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

// What was left of the resolve clock at the resolution, or at a closing without one; nothing of one that was overdue.
Duration remainder(const Draft& draft, bool working) {
  const auto& ticket = draft.ticket;
  const auto stopped = ticket.resolved ? ticket.resolved : ticket.closed;
  if (!stopped || *ticket.resolve_due <= *stopped) return {};
  return working ? draft.pinned->calendar.working_time(*stopped, *ticket.resolve_due) : *ticket.resolve_due - *stopped;
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

void reopen(Draft& draft, v1::ReopenCause cause, std::optional<TicketId> repeat) {
  const auto due = rework_due(draft);
  const auto total_due = draft.ticket.total_missed ? std::nullopt : draft.ticket.total_due;
  v1::Event event;
  auto& reopened = *event.mutable_ticket_reopened();
  reopened.set_cause(cause);
  reopened.set_party(draft.ticket.lead());
  reopened.set_reopens(draft.ticket.reopens + 1);
  reopened.set_repeat(repeat ? repeat->value : 0);
  reopened.set_reworks(draft.ticket.reworks + (draft.ticket.resolved ? 1 : 0));
  draft.add(std::move(event));
  const auto limits = ticket_limits(draft);
  if (draft.ticket.parts[0].state == v1::PART_STATE_ASSIGNED) start_clock(draft, 0, v1::CLOCK_KIND_ACK, limits.ack);
  if (due) {
    start_clock_until(draft, 0, v1::CLOCK_KIND_RESOLVE, *due);
  } else {
    start_clock(draft, 0, v1::CLOCK_KIND_RESOLVE, limits.resolve);
  }
  if (total_due) start_clock_due(draft, 0, v1::CLOCK_KIND_TOTAL, *total_due);
  keep_reminded(draft);
}

Decided<void> check_reopenable(const Draft& draft) {
  if (draft.ticket.state != v1::TICKET_STATE_CLOSED) return wrong_state(draft);
  return check_not_later(draft, draft.ticket.reopen_until);
}

}  // namespace whistle::engine
