#include "engine/draft.h"

#include "engine/apply.h"
#include "engine/assert.h"
#include "engine/clock.h"

namespace whistle::engine {

namespace {

v1::ClockName clock_name(std::uint32_t part, v1::ClockKind kind) {
  v1::ClockName name;
  name.set_part(part);
  name.set_kind(kind);
  return name;
}

void add_started(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Deadline& deadline,
                 std::optional<Instant> warn) {
  v1::Event event;
  auto& started = *event.mutable_clock_started();
  *started.mutable_clock() = clock_name(part, kind);
  if (kind != v1::CLOCK_KIND_VERIFY) started.set_party(draft.ticket.parts[part].party);
  started.set_due_us(deadline.at.us);
  started.set_warn_us(warn ? warn->us : 0);
  started.set_past_data_until(deadline.past_data_until);
  draft.add(std::move(event));
}

}  // namespace

void Draft::apply_event() {
  apply_to_ticket(entry, entry.events(entry.events_size() - 1), ticket);
}

void start_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Limit& limit) {
  if (limit.none()) return;
  const auto deadline = draft.pinned->calendar.deadline(draft.at, limit);
  // Silence is no duty of anybody's, so nobody is warned of it.
  const auto warn = kind == v1::CLOCK_KIND_VERIFY
                        ? std::nullopt
                        : warn_at(draft.pinned->clocks, draft.pinned->calendar, draft.at, deadline.at);
  add_started(draft, part, kind, deadline, warn);
}

void start_clock_until(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Deadline& deadline) {
  add_started(draft, part, kind, deadline,
              warn_at(draft.pinned->clocks, draft.pinned->calendar, draft.at, deadline.at));
}

void start_clock_due(Draft& draft, std::uint32_t part, v1::ClockKind kind, Instant due) {
  start_clock_until(draft, part, kind, Deadline{due, false});
}

void stop_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind) {
  const auto* clock = draft.ticket.find_clock(part, kind);
  if (clock == nullptr) return;
  v1::Event event;
  *event.mutable_clock_stopped()->mutable_clock() = clock_name(part, kind);
  // Silence that confirms is what the verify clock waits for, so it cannot be missed.
  const bool in_time = clock->phase != v1::CLOCK_PHASE_MISSED && draft.at <= clock->due;
  event.mutable_clock_stopped()->set_kept(in_time || kind == v1::CLOCK_KIND_VERIFY);
  draft.add(std::move(event));
}

void stop_clocks_of_part(Draft& draft, std::uint32_t part) {
  for (const auto kind : {v1::CLOCK_KIND_ACK, v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE, v1::CLOCK_KIND_ARBITRATE,
                          v1::CLOCK_KIND_VERIFY, v1::CLOCK_KIND_TOTAL}) {
    stop_clock(draft, part, kind);
  }
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

void close_ticket(Draft& draft, v1::Outcome outcome) {
  release_assistants(draft);
  stop_clocks_of_part(draft, 0);
  v1::Event event;
  event.mutable_ticket_closed()->set_outcome(outcome);
  draft.add(std::move(event));
}

}  // namespace whistle::engine
