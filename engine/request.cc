#include "engine/request.h"

#include <algorithm>
#include <vector>

#include "engine/arbiter.h"
#include "engine/clock.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"

namespace whistle::engine {

namespace {

// The limit that a clock of the ticket runs, by the rules that it is pinned to.
Limit limit_of(const Draft& draft, v1::ClockKind kind) {
  const auto limits = ticket_limits(draft);
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return limits.ack;
    case v1::CLOCK_KIND_ON_SITE:
      return limits.on_site;
    default:
      return limits.resolve;
  }
}

Instant moved_due(const Draft& draft, const Clock& clock) {
  const auto& calendar = draft.pinned->calendar;
  if (!calendar.working_amount(limit_of(draft, clock.kind))) return clock.due + (draft.at - *clock.paused);
  return calendar.after_working_time(clock.due, calendar.working_time(*clock.paused, draft.at)).at;
}

// A missed clock looks at once which step comes next: they count from the due.
Instant next_of(const Draft& draft, const Clock& clock, Instant due) {
  if (clock.phase == v1::CLOCK_PHASE_MISSED) return draft.at;
  if (clock.phase == v1::CLOCK_PHASE_WARNED) return due;
  const auto warn = warn_at(draft.pinned->clocks, draft.pinned->calendar, clock.started, due);
  return warn ? std::max(*warn, draft.at) : due;
}

void pause(Draft& draft, std::uint32_t part, v1::ClockKind kind) {
  const auto* clock = draft.ticket.find_clock(part, kind);
  if (clock == nullptr || clock->paused) return;
  v1::Event event;
  event.mutable_clock_paused()->mutable_clock()->set_part(part);
  event.mutable_clock_paused()->mutable_clock()->set_kind(kind);
  draft.add(std::move(event));
}

void resume(Draft& draft, const Clock& clock) {
  const auto due = moved_due(draft, clock);
  v1::Event event;
  auto& resumed = *event.mutable_clock_resumed();
  resumed.mutable_clock()->set_part(clock.part);
  resumed.mutable_clock()->set_kind(clock.kind);
  resumed.set_due_us(due.us);
  resumed.set_next_us(next_of(draft, clock, due).us);
  draft.add(std::move(event));
}

template <typename Ended>
void end_request(Draft& draft, Ended* (v1::Event::*mutable_ended)()) {
  v1::Event event;
  auto& ended = *(event.*mutable_ended)();
  ended.set_kind(draft.ticket.request->kind);
  ended.set_party(draft.ticket.request->party);
  ended.set_arbiter(draft.ticket.request->arbiter);
  draft.add(std::move(event));
  stop_clock(draft, 0, v1::CLOCK_KIND_ARBITRATE);
}

Limit arbitrate_limit(const Draft& draft) {
  const auto& rules = *draft.pinned;
  return rules.urgency(rules.find_urgency(draft.ticket.urgency).value_or(rules.lowest_urgency())).arbitrate;
}

void start_arbitrate_clock(Draft& draft) {
  // Rule 1: a district that gives no limit still wants an answer.
  const auto limit = arbitrate_limit(draft);
  start_clock(draft, 0, v1::CLOCK_KIND_ARBITRATE, limit.none() ? Limit{1, v1::LIMIT_UNIT_WORKING_DAYS} : limit);
}

}  // namespace

Decided<void> check_lead(const Draft& draft) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (*part != 0) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "lead"}});
  return {};
}

Decided<void> check_may_ask(const Draft& draft) {
  if (auto lead = check_lead(draft); !lead) return lead;
  if (auto at_work = check_at_work(draft, 0); !at_work) return at_work;
  if (!draft.ticket.request) return {};
  return reject(v1::REFUSAL_CODE_REQUEST_WAITS, {{"ticket", std::to_string(draft.ticket.id.value)},
                                                 {"kind", v1::RequestKind_Name(draft.ticket.request->kind)}});
}

void make_request(Draft& draft, v1::RequestMade made) {
  v1::Event event;
  *event.mutable_request_made() = std::move(made);
  draft.add(std::move(event));
  start_arbitrate_clock(draft);
}

void convene(Draft& draft, const std::vector<std::string>& others) {
  const auto& ticket = draft.ticket;
  auto called = others;
  for (const auto& hop : ticket.hops)
    called.push_back(hop.party);
  std::erase(called, ticket.against);
  std::ranges::sort(called);
  called.erase(std::unique(called.begin(), called.end()), called.end());
  v1::RequestMade made;
  made.set_kind(v1::REQUEST_KIND_CONSULT);
  made.set_party(draft.standing.party_code);
  made.set_arbiter(convener_of(*draft.newest, ticket));
  made.mutable_parties()->Assign(called.begin(), called.end());
  make_request(draft, std::move(made));
  pause_clocks(draft, 0);
}

Decided<void> check_decider(const Draft& draft, v1::RequestKind kind) {
  const auto& request = draft.ticket.request;
  if (!draft.standing.has(v1::ROLE_ARBITER)) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "arbiter"}});
  if (!request || request->kind != kind) {
    return reject(v1::REFUSAL_CODE_NO_REQUEST, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (draft.standing.party_code != request->arbiter) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "arbiter"}, {"party", request->arbiter}});
  }
  return {};
}

void grant_request(Draft& draft) {
  end_request(draft, &v1::Event::mutable_request_granted);
}

void refuse_request(Draft& draft) {
  end_request(draft, &v1::Event::mutable_request_refused);
}

void let_request_lapse(Draft& draft) {
  if (draft.ticket.request) end_request(draft, &v1::Event::mutable_request_lapsed);
}

void replace_arbiter(Draft& draft, const std::string& arbiter) {
  stop_clock(draft, 0, v1::CLOCK_KIND_ARBITRATE);
  v1::Event event;
  event.mutable_arbiter_replaced()->set_former(draft.ticket.request->arbiter);
  event.mutable_arbiter_replaced()->set_arbiter(arbiter);
  draft.add(std::move(event));
  start_arbitrate_clock(draft);
}

void pause_clocks(Draft& draft, std::uint32_t part) {
  for (const auto kind : {v1::CLOCK_KIND_ACK, v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE})
    pause(draft, part, kind);
}

void pause_all_clocks(Draft& draft) {
  for (std::uint32_t part = 0; part < draft.ticket.parts.size(); ++part)
    pause_clocks(draft, part);
}

void resume_clocks(Draft& draft) {
  const auto clocks = draft.ticket.clocks;
  for (const auto& clock : clocks) {
    if (clock.paused) resume(draft, clock);
  }
}

void end_hold(Draft& draft, bool by_date) {
  v1::Event event;
  event.mutable_hold_ended()->set_by_date(by_date);
  draft.add(std::move(event));
  stop_clock(draft, 0, v1::CLOCK_KIND_HOLD);
  resume_clocks(draft);
}

}  // namespace whistle::engine
