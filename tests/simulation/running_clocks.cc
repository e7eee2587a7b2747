#include "tests/simulation/running_clocks.h"

#include <algorithm>

#include "engine/route.h"
#include "engine/ruleset.h"

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Clock;
using engine::Instant;

bool same(const Clock& one, const Clock& other) {
  return one.phase == other.phase && one.party == other.party && one.started == other.started && one.due == other.due &&
         one.next == other.next && one.step == other.step && one.reminders == other.reminders &&
         one.paused == other.paused;
}

}  // namespace

RunningClocks::RunningClocks(const Passage& passage) : passage_(passage), at_{passage.entry.time_us()} {
  if (passage.before == nullptr) return;
  for (const auto& clock : passage.before->clocks)
    clocks_[{clock.part, clock.kind}] = clock;
  for (const auto& part : passage.before->parts)
    parties_.push_back(part.party);
  if (passage.before->request) arbiter_ = passage.before->request->arbiter;
}

void RunningClocks::see(const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kTicketDispatched:
      return dispatch(event.ticket_dispatched());
    case Body::kClockStarted:
      return start(event.clock_started());
    case Body::kClockStopped:
      return stop(event.clock_stopped());
    case Body::kClockWarned:
      return warn(event.clock_warned());
    case Body::kClockMissed:
      return miss(event.clock_missed());
    case Body::kClockSet:
      return set(event.clock_set());
    case Body::kClockPaused:
      return pause(event.clock_paused());
    case Body::kClockResumed:
      return resume(event.clock_resumed());
    case Body::kClockExtended:
      return extend(event.clock_extended());
    case Body::kRequestMade:
      arbiter_ = event.request_made().arbiter();
      if (event.request_made().kind() == v1::REQUEST_KIND_APPROVAL) parties_.assign(1, arbiter_);
      return;
    case Body::kArbiterReplaced:
      arbiter_ = event.arbiter_replaced().arbiter();
      if (passage_.before->state == v1::TICKET_STATE_AWAITING_APPROVAL) parties_.at(0) = arbiter_;
      return;
    case Body::kTicketHandedOver:
      return hand_over(event.ticket_handed_over());
    case Body::kDeskReminded: {
      auto& clock = named(event.desk_reminded().clock());
      expect(event.desk_reminded().times() == clock.reminders + 1, "reminders are counted one by one");
      clock.reminders = event.desk_reminded().times();
      return;
    }
    default:
      return;
  }
}

void RunningClocks::compare() const {
  expect(clocks_.size() == passage_.after.clocks.size(), "a ticket runs the clocks that its events leave");
  for (const auto& clock : passage_.after.clocks) {
    const auto found = clocks_.find({clock.part, clock.kind});
    expect(found != clocks_.end() && same(found->second, clock), "a clock stands as its events leave it, " +
                                                                     v1::ClockKind_Name(clock.kind) + " of part " +
                                                                     std::to_string(clock.part));
  }
}

void RunningClocks::expect(bool holds, const std::string& rule) const {
  require(holds, rule + ": entry " + std::to_string(passage_.entry.sequence()));
}

Clock& RunningClocks::named(const v1::ClockName& name) {
  const auto found = clocks_.find({name.part(), name.kind()});
  expect(found != clocks_.end(), "an event speaks of a clock that runs");
  return found->second;
}

void RunningClocks::start(const v1::ClockStarted& event) {
  const auto part = event.clock().part();
  const auto kind = event.clock().kind();
  Clock clock;
  clock.started = at_;
  clock.due = Instant{event.due_us()};
  clock.next = event.warn_us() == 0 ? clock.due : Instant{event.warn_us()};
  clock.party = event.party();
  clock.phase = v1::CLOCK_PHASE_RUNNING;
  expect(clocks_.emplace(Key(part, kind), clock).second, "a clock starts once");
  const auto* before = passage_.before;
  // Rule 1: one that was missed before a reopening is not started again; another may have to remind of the ticket.
  const bool may_start = before == nullptr || before->closed || before->reopens > 0;
  expect(kind != v1::CLOCK_KIND_TOTAL || may_start,
         "rule 6: the total clock starts at acceptance alone, or goes on where it was reopened");
  if (kind == v1::CLOCK_KIND_VERIFY) return check_verifier(event.party());
  const bool of_nobody = kind == v1::CLOCK_KIND_SILENCE || kind == v1::CLOCK_KIND_HOLD;
  const auto charged = of_nobody ? std::string() : kind == v1::CLOCK_KIND_ARBITRATE ? arbiter_ : parties_.at(part);
  expect(event.party() == charged, "a clock is charged to the party of its part, or to the arbiter");
}

// Rules 5 and 10; the desk where nobody else is left.
void RunningClocks::check_verifier(const std::string& party) const {
  const auto& desk = passage_.rules.party(passage_.rules.desk).code;
  const bool has_part = std::ranges::find(parties_, party) != parties_.end();
  expect(party == desk || (!has_part && party != passage_.after.against),
         "rules 5 and 10: neither who works on it nor whom it is about has to verify it");
}

// DOMAIN: kept if the act's time <= due. Nobody can miss silence, or a date.
void RunningClocks::stop(const v1::ClockStopped& event) {
  const auto& clock = named(event.clock());
  const auto kind = event.clock().kind();
  const bool of_nobody = kind == v1::CLOCK_KIND_SILENCE || kind == v1::CLOCK_KIND_HOLD;
  const bool kept = of_nobody || clock.paused.value_or(at_) <= clock.due;
  expect(event.kept() == kept, "kept if and only if in time");
  clocks_.erase(Key(event.clock().part(), event.clock().kind()));
}

void RunningClocks::warn(const v1::ClockWarned& event) {
  auto& clock = named(event.clock());
  expect(clock.phase == v1::CLOCK_PHASE_RUNNING, "a clock warns once");
  expect(clock.next && at_ > *clock.next && *clock.next < clock.due, "a clock warns after its warning is due");
  clock.phase = v1::CLOCK_PHASE_WARNED;
}

void RunningClocks::miss(const v1::ClockMissed& event) {
  auto& clock = named(event.clock());
  expect(clock.phase != v1::CLOCK_PHASE_MISSED, "a clock is missed once");
  expect(at_ > clock.due, "a clock never fires early");
  expect(event.party() == clock.party, "a miss is charged to the party of the clock");
  clock.phase = v1::CLOCK_PHASE_MISSED;
  clock.next.reset();
}

// What has warned waits for its due; what is missed goes on from there.
void RunningClocks::set(const v1::ClockSet& event) {
  auto& clock = named(event.clock());
  const Instant next{event.next_us()};
  expect(
      clock.phase == v1::CLOCK_PHASE_WARNED ? next == clock.due : clock.phase == v1::CLOCK_PHASE_MISSED && next >= at_,
      "a clock is set to its due, or to what comes after its miss");
  clock.next = next;
  clock.step = event.step();
}

// What the new lead has not missed yet is the new lead's to keep.
void RunningClocks::dispatch(const v1::TicketDispatched& event) {
  if (parties_.empty()) parties_.emplace_back();
  parties_[0] = event.lead();
  for (const auto& added : event.assist()) {
    expect(added.part() == parties_.size(), "parts are numbered one after the other");
    parties_.push_back(added.party());
  }
  for (auto& [name, clock] : clocks_) {
    if (name.first == 0 && clock.phase != v1::CLOCK_PHASE_MISSED) clock.party = event.lead();
  }
}

// Nothing is gained by it: the clocks run on, and charge who has the part now.
void RunningClocks::hand_over(const v1::TicketHandedOver& event) {
  for (const auto& handed : event.parts()) {
    expect(parties_.at(handed.part()) == handed.former(), "a part is handed over by who has it");
    parties_[handed.part()] = handed.party();
    for (auto& [name, clock] : clocks_) {
      if (name.first == handed.part() && clock.party == handed.former()) clock.party = handed.party();
    }
  }
  if (!event.verifier().empty()) {
    auto& verify = clocks_.at({0, v1::CLOCK_KIND_VERIFY});
    expect(verify.party == event.former_verifier(), "a verifier is replaced that was to check");
    check_verifier(event.verifier());
    verify.party = event.verifier();
  }
  if (event.arbiter().empty()) return;
  expect(arbiter_ == event.former_arbiter(), "an arbiter is replaced that was to decide");
  arbiter_ = event.arbiter();
  clocks_.at({0, v1::CLOCK_KIND_ARBITRATE}).party = event.arbiter();
}

// DOMAIN: return, consult and hold pause acknowledge, on-site and resolve; the total clock never rests.
void RunningClocks::pause(const v1::ClockPaused& event) {
  auto& clock = named(event.clock());
  const auto kind = event.clock().kind();
  expect(kind == v1::CLOCK_KIND_ACK || kind == v1::CLOCK_KIND_ON_SITE || kind == v1::CLOCK_KIND_RESOLVE,
         "rule 6: only what the parties do rests");
  expect(!clock.paused, "a clock that rests does not rest again");
  clock.paused = at_;
  clock.next.reset();
}

v1::LimitUnit RunningClocks::unit_of(v1::ClockKind kind) const {
  const auto& rules = passage_.pinned;
  const auto urgency = rules.find_urgency(passage_.after.urgency).value_or(rules.lowest_urgency());
  const auto limits = engine::limits_of(rules, rules.find_category(passage_.after.category), urgency);
  if (kind == v1::CLOCK_KIND_ACK) return limits.ack.unit;
  return kind == v1::CLOCK_KIND_ON_SITE ? limits.on_site.unit : limits.resolve.unit;
}

// DOMAIN: the due moves by the time of the limit's own kind that passed.
void RunningClocks::resume(const v1::ClockResumed& event) {
  auto& clock = named(event.clock());
  expect(clock.paused.has_value(), "only what rests goes on");
  const auto& calendar = passage_.pinned.calendar;
  const auto unit = unit_of(event.clock().kind());
  const Instant due{event.due_us()};
  if (unit == v1::LIMIT_UNIT_WORKING_HOURS || unit == v1::LIMIT_UNIT_WORKING_DAYS) {
    expect(calendar.working_time(clock.due, due) == calendar.working_time(*clock.paused, at_),
           "a due moves by the working time that passed");
  } else {
    expect(due - clock.due == at_ - *clock.paused, "a due moves by the time that passed");
  }
  clock.paused.reset();
  clock.due = due;
  clock.next.reset();
  if (event.next_us() != 0) clock.next = Instant{event.next_us()};
  expect(clock.next && *clock.next >= std::min(at_, clock.due), "what goes on acts again");
}

// DOMAIN: at most the original limit each, never once overdue.
void RunningClocks::extend(const v1::ClockExtended& event) {
  auto& clock = named(event.clock());
  expect(event.clock().part() == 0 && event.clock().kind() == v1::CLOCK_KIND_RESOLVE,
         "the lead's resolve clock is extended, and no other");
  expect(clock.phase != v1::CLOCK_PHASE_MISSED && at_ <= clock.due, "what is overdue is not extended");
  const auto count = passage_.entry.command().decide_extension().count() != 0
                         ? passage_.entry.command().decide_extension().count()
                         : passage_.before->request->count;
  const engine::Limit limit{count, unit_of(v1::CLOCK_KIND_RESOLVE)};
  expect(Instant{event.due_us()} == passage_.pinned.calendar.deadline(clock.due, limit).at,
         "an extension is as long as it was granted");
  expect(event.times() == passage_.before->extensions + 1 && event.times() <= passage_.pinned.clocks.extension_times,
         "extensions are counted, and limited");
  clock.due = Instant{event.due_us()};
  clock.next = Instant{event.next_us()};
}

}  // namespace whistle::tests
