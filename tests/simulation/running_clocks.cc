#include "tests/simulation/running_clocks.h"

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Clock;
using engine::Instant;

bool same(const Clock& one, const Clock& other) {
  return one.phase == other.phase && one.party == other.party && one.started == other.started && one.due == other.due &&
         one.next == other.next && one.step == other.step && one.reminders == other.reminders;
}

}  // namespace

RunningClocks::RunningClocks(const Passage& passage) : passage_(passage), at_{passage.entry.time_us()} {
  if (passage.before == nullptr) return;
  for (const auto& clock : passage.before->clocks)
    clocks_[{clock.part, clock.kind}] = clock;
  for (const auto& part : passage.before->parts)
    parties_.push_back(part.party);
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
  expect(kind != v1::CLOCK_KIND_TOTAL || passage_.before == nullptr,
         "rule 6: the total clock starts at acceptance alone");
  expect(
      kind == v1::CLOCK_KIND_VERIFY ? event.party().empty() : part < parties_.size() && event.party() == parties_[part],
      "a clock is charged to the party of its part");
}

// DOMAIN: kept if the act's time <= due. Silence cannot miss the verify clock.
void RunningClocks::stop(const v1::ClockStopped& event) {
  const auto& clock = named(event.clock());
  const bool kept = event.clock().kind() == v1::CLOCK_KIND_VERIFY || at_ <= clock.due;
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

}  // namespace whistle::tests
