#include "engine/draft.h"

#include "engine/apply.h"
#include "engine/assert.h"
#include "engine/clock.h"
#include "engine/request.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

v1::ClockName clock_name(std::uint32_t part, v1::ClockKind kind) {
  v1::ClockName name;
  name.set_part(part);
  name.set_kind(kind);
  return name;
}

// Silence that confirms and the date of a hold are nobody's duty.
bool is_duty(v1::ClockKind kind) {
  return kind != v1::CLOCK_KIND_SILENCE && kind != v1::CLOCK_KIND_HOLD;
}

// Charged if it is missed.
std::string charged(const Draft& draft, std::uint32_t part, v1::ClockKind kind) {
  if (!is_duty(kind)) return {};
  if (kind == v1::CLOCK_KIND_VERIFY) return verifying_party(*draft.newest, draft.ticket);
  if (kind == v1::CLOCK_KIND_ARBITRATE) return draft.ticket.request->arbiter;
  return draft.ticket.parts[part].party;
}

void add_started(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Deadline& deadline,
                 std::optional<Instant> warn) {
  v1::Event event;
  auto& started = *event.mutable_clock_started();
  *started.mutable_clock() = clock_name(part, kind);
  started.set_party(charged(draft, part, kind));
  started.set_due_us(deadline.at.us);
  started.set_warn_us(warn ? warn->us : 0);
  started.set_past_data_until(deadline.past_data_until);
  draft.add(std::move(event));
}

std::int64_t until_us(const Draft& draft, const Limit& limit) {
  return limit.none() ? 0 : draft.pinned->calendar.deadline(draft.at, limit).at.us;
}

void close(Draft& draft, v1::Outcome outcome, v1::Outcome lead_ticket_outcome) {
  let_request_lapse(draft);
  release_assistants(draft);
  stop_clocks_of_part(draft, 0);
  v1::Event event;
  auto& closed = *event.mutable_ticket_closed();
  closed.set_outcome(outcome);
  closed.set_lead_ticket_outcome(lead_ticket_outcome);
  closed.set_reopen_until_us(until_us(draft, draft.pinned->clocks.recurrence_window));
  closed.set_appeal_until_us(until_us(draft, draft.pinned->clocks.appeal_within));
  draft.add(std::move(event));
}

}  // namespace

void Draft::apply_event() {
  apply_to_ticket(entry, entry.events(entry.events_size() - 1), ticket);
}

void start_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Limit& limit) {
  if (limit.none()) return;
  const auto deadline = draft.pinned->calendar.deadline(draft.at, limit);
  start_clock_until(draft, part, kind, deadline);
}

void start_clock_until(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Deadline& deadline) {
  // A total clock that goes on after a reopening may be overdue already.
  const auto warn = is_duty(kind) && deadline.at > draft.at
                        ? warn_at(draft.pinned->clocks, draft.pinned->calendar, draft.at, deadline.at)
                        : std::nullopt;
  add_started(draft, part, kind, deadline, warn);
}

void start_clock_due(Draft& draft, std::uint32_t part, v1::ClockKind kind, Instant due) {
  start_clock_until(draft, part, kind, Deadline{due, false});
}

void stop_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind) {
  const auto* clock = draft.ticket.find_clock(part, kind);
  if (clock == nullptr) return;
  v1::Event event;
  *event.mutable_clock_stopped()->mutable_clock() = clock_name(part, kind);
  const auto until = clock->paused.value_or(draft.at);
  const bool in_time = clock->phase != v1::CLOCK_PHASE_MISSED && until <= clock->due;
  // What is nobody's duty cannot be missed.
  event.mutable_clock_stopped()->set_kept(in_time || !is_duty(kind));
  draft.add(std::move(event));
}

void stop_clocks_of_part(Draft& draft, std::uint32_t part) {
  for (const auto kind : {v1::CLOCK_KIND_ACK, v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE, v1::CLOCK_KIND_ARBITRATE,
                          v1::CLOCK_KIND_VERIFY, v1::CLOCK_KIND_TOTAL, v1::CLOCK_KIND_HOLD, v1::CLOCK_KIND_SILENCE}) {
    stop_clock(draft, part, kind);
  }
}

void start_verify_clocks(Draft& draft) {
  const auto& rules = *draft.pinned;
  const auto urgency = rules.find_urgency(draft.ticket.urgency).value_or(rules.lowest_urgency());
  start_clock(draft, 0, v1::CLOCK_KIND_VERIFY, rules.urgency(urgency).verify);
  start_clock(draft, 0, v1::CLOCK_KIND_SILENCE, rules.clocks.silence_confirms);
  // Rule 1 holds even where the district lets no silence confirm and no total clock run.
  if (draft.ticket.first_to_act() == nullptr)
    start_clock(draft, 0, v1::CLOCK_KIND_VERIFY, Limit{1, v1::LIMIT_UNIT_WORKING_DAYS});
}

void stop_verify_clocks(Draft& draft) {
  stop_clock(draft, 0, v1::CLOCK_KIND_VERIFY);
  stop_clock(draft, 0, v1::CLOCK_KIND_SILENCE);
}

void release_part(Draft& draft, std::uint32_t part) {
  v1::Event event;
  event.mutable_assistant_released()->set_part(part);
  event.mutable_assistant_released()->set_party(draft.ticket.parts[part].party);
  draft.add(std::move(event));
  stop_clocks_of_part(draft, part);
}

void release_assisting(Draft& draft, const std::string& party) {
  for (std::uint32_t part = 1; part < draft.ticket.parts.size(); ++part) {
    if (draft.ticket.parts[part].party == party && draft.ticket.parts[part].active()) release_part(draft, part);
  }
}

void release_assistants(Draft& draft) {
  for (std::uint32_t part = 1; part < draft.ticket.parts.size(); ++part) {
    if (draft.ticket.parts[part].active()) release_part(draft, part);
  }
}

void begin_verification_if_done(Draft& draft) {
  if (draft.ticket.parts[0].state != v1::PART_STATE_FINISHED || draft.ticket.unfinished_assistants() > 0) return;
  v1::Event event;
  event.mutable_verification_began();
  draft.add(std::move(event));
  start_verify_clocks(draft);
}

void close_ticket(Draft& draft, v1::Outcome outcome) {
  close(draft, outcome, v1::OUTCOME_UNSPECIFIED);
}

void close_follower(Draft& draft, v1::Outcome lead_ticket_outcome) {
  close(draft, v1::OUTCOME_DUPLICATE, lead_ticket_outcome);
}

}  // namespace whistle::engine
