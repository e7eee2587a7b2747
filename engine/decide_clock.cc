// FireClock: a clock does what is due. It warns, is missed, climbs its ladder, reminds the desk, or confirms by
// silence. Source: DOMAIN, "Clocks" and "Ladder", rules 1 and 11.
#include <algorithm>

#include "engine/arbiter.h"
#include "engine/assert.h"
#include "engine/decide_checks.h"
#include "engine/draft.h"
#include "engine/ladder.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

struct Firing {
  Draft& draft;
  std::uint32_t part;
  v1::ClockKind kind;

  const Clock& clock() const {
    const auto* found = draft.ticket.find_clock(part, kind);
    WHISTLE_ASSERT(found != nullptr);
    return *found;
  }
  v1::ClockName name() const {
    v1::ClockName name;
    name.set_part(part);
    name.set_kind(kind);
    return name;
  }
};

void set_next(const Firing& firing, Instant next, std::uint32_t step) {
  v1::Event event;
  *event.mutable_clock_set()->mutable_clock() = firing.name();
  event.mutable_clock_set()->set_next_us(next.us);
  event.mutable_clock_set()->set_step(step);
  firing.draft.add(std::move(event));
}

void warn(const Firing& firing) {
  v1::Event event;
  *event.mutable_clock_warned()->mutable_clock() = firing.name();
  event.mutable_clock_warned()->set_party(firing.clock().party);
  firing.draft.add(std::move(event));
  set_next(firing, firing.clock().due, 0);
}

void miss(const Firing& firing) {
  v1::Event event;
  *event.mutable_clock_missed()->mutable_clock() = firing.name();
  event.mutable_clock_missed()->set_party(firing.clock().party);
  firing.draft.add(std::move(event));
}

// Rule 11: the former lead stays assistant under the resolve clock as it stands; one that it has missed already is
// charged already.
void keep_resolve_clock(Draft& draft, std::uint32_t part) {
  const auto* resolve = draft.ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE);
  if (resolve != nullptr && resolve->phase != v1::CLOCK_PHASE_MISSED) {
    start_clock_due(draft, part, v1::CLOCK_KIND_RESOLVE, resolve->due);
  }
}

void reassign(Draft& draft, const std::string& party) {
  let_request_lapse(draft);
  release_assisting(draft, party);
  const auto former = draft.ticket.lead();
  const auto part = static_cast<std::uint32_t>(draft.ticket.parts.size());
  v1::Event event;
  auto& dispatched = *event.mutable_ticket_dispatched();
  dispatched.set_cause(v1::DISPATCH_CAUSE_LADDER);
  dispatched.set_lead(party);
  auto* assistant = dispatched.add_assist();
  assistant->set_part(part);
  assistant->set_party(former);
  assistant->set_owed(true);
  draft.add(std::move(event));
  keep_resolve_clock(draft, part);
}

v1::StepTaken taken(v1::StepAction action) {
  switch (action) {
    case v1::STEP_ACTION_SUPERVISE:
      return v1::STEP_TAKEN_SUPERVISED;
    case v1::STEP_ACTION_REASSIGN:
      return v1::STEP_TAKEN_REASSIGNED;
    case v1::STEP_ACTION_REMIND:
    case v1::STEP_ACTION_UNSPECIFIED:
    case v1::StepAction_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::StepAction_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return v1::STEP_TAKEN_REMINDED;
}

void take_step(const Firing& firing, const LadderStep& step, std::uint32_t index, const std::string& party,
               std::uint32_t skipped) {
  v1::Event event;
  auto& step_taken = *event.mutable_ladder_step_taken();
  *step_taken.mutable_clock() = firing.name();
  step_taken.set_step(index);
  step_taken.set_action(taken(step.action));
  step_taken.set_party(party);
  step_taken.set_skipped(skipped);
  firing.draft.add(std::move(event));
  if (step.action != v1::STEP_ACTION_REASSIGN) return;
  if (firing.kind == v1::CLOCK_KIND_ARBITRATE) return replace_arbiter(firing.draft, party);
  reassign(firing.draft, party);
}

// Whether that step ended the clock that climbs: the next arbiter has one of its own.
bool ends_clock(const Firing& firing, const LadderStep& step) {
  return firing.kind == v1::CLOCK_KIND_ARBITRATE && step.action == v1::STEP_ACTION_REASSIGN;
}

Instant step_time(const Draft& draft, const Clock& clock, const LadderStep& step) {
  return step.after.none() ? clock.due : draft.pinned->calendar.deadline(clock.due, step.after).at;
}

void remind_desk(const Firing& firing, const Climb& climb, std::uint32_t times) {
  if (times > 0) {
    v1::Event event;
    *event.mutable_desk_reminded()->mutable_clock() = firing.name();
    event.mutable_desk_reminded()->set_times(times);
    firing.draft.add(std::move(event));
  }
  const auto next = firing.draft.pinned->calendar.deadline(firing.draft.at, climb.remind_every).at;
  set_next(firing, next, static_cast<std::uint32_t>(climb.steps.size()));
}

// Where a ladder names no steps for it, what waits for an arbiter goes to the next one up. False: nobody stands there.
bool pass_on(const Firing& firing) {
  const auto& draft = firing.draft;
  const auto above = arbiter_above(*draft.newest, draft.ticket, draft.ticket.request->arbiter);
  if (!above || *above == draft.ticket.request->arbiter) return false;
  take_step(firing, {{}, v1::STEP_ACTION_REASSIGN, {}}, 0, *above, 0);
  return true;
}

// Takes every step whose time has come; steps with nobody to tell are skipped at once. `after` counts from the miss,
// which is the due.
void climb(const Firing& firing, bool was_missed) {
  auto& draft = firing.draft;
  const auto ladder = climb_of(*draft.pinned, *draft.newest, draft.ticket, firing.clock());
  if (firing.kind == v1::CLOCK_KIND_ARBITRATE && ladder.steps.empty() && pass_on(firing)) return;
  if (was_missed && firing.clock().step >= ladder.steps.size()) {
    return remind_desk(firing, ladder, firing.clock().reminders + 1);
  }
  std::uint32_t skipped = 0;
  for (auto index = firing.clock().step; index < ladder.steps.size(); ++index) {
    const auto& step = ladder.steps[index];
    const auto party = step_target(*draft.pinned, *draft.newest, draft.ticket, firing.clock(), step);
    if (!party) {
      ++skipped;
      continue;
    }
    const auto time = step_time(draft, firing.clock(), step);
    if (time >= draft.at) return set_next(firing, time, index);
    take_step(firing, step, index, *party, skipped);
    if (ends_clock(firing, step)) return;
    skipped = 0;
  }
  remind_desk(firing, ladder, 0);
}

bool waits_for(const Draft& draft, v1::RequestKind kind) {
  return draft.ticket.request && draft.ticket.request->kind == kind;
}

void confirm_by_silence(Draft& draft) {
  v1::Event event;
  event.mutable_resolution_confirmed()->set_by(v1::CONFIRMED_BY_SILENCE);
  draft.add(std::move(event));
  close_ticket(draft, draft.ticket.outcome);
}

}  // namespace

Decided<void> decide_fire_clock(Draft& draft, const v1::FireClock& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  const auto* clock = draft.ticket.find_clock(command.clock().part(), command.clock().kind());
  if (clock == nullptr || !clock->next || draft.at <= *clock->next) {
    return wrong_state(draft);
  }
  const Firing firing{draft, clock->part, clock->kind};
  if (clock->phase == v1::CLOCK_PHASE_MISSED) {
    climb(firing, /*was_missed=*/true);
    return {};
  }
  if (*clock->next < clock->due) {
    warn(firing);
    return {};
  }
  if (clock->kind == v1::CLOCK_KIND_SILENCE) {
    confirm_by_silence(draft);
    return {};
  }
  if (clock->kind == v1::CLOCK_KIND_HOLD) {
    end_hold(draft, /*by_date=*/true);
    return {};
  }
  miss(firing);
  // Never once overdue.
  if (firing.part == 0 && firing.kind == v1::CLOCK_KIND_RESOLVE && waits_for(draft, v1::REQUEST_KIND_EXTENSION))
    let_request_lapse(draft);
  climb(firing, /*was_missed=*/false);
  return {};
}

}  // namespace whistle::engine
