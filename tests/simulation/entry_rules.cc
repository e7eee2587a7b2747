#include "tests/simulation/entry_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/invariants.h"
#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Clock;
using engine::Instant;
using engine::Ticket;
using ClockKey = std::pair<std::uint32_t, v1::ClockKind>;

ClockKey key_of(const v1::ClockName& name) {
  return {name.part(), name.kind()};
}

// The clocks as the events of one entry leave them, kept by other means than the core's.
class Running {
 public:
  explicit Running(const Passage& passage) : passage_(passage), at_{passage.entry.time_us()} {
    if (passage.before == nullptr) return;
    for (const auto& clock : passage.before->clocks)
      clocks_[{clock.part, clock.kind}] = clock;
  }

  void see(const v1::Event& event) {
    using Body = v1::Event::BodyCase;
    switch (event.body_case()) {
      case Body::kClockStarted:
        return start(event.clock_started());
      case Body::kClockStopped:
        return stop(event.clock_stopped());
      case Body::kClockWarned: {
        auto& clock = named(event.clock_warned().clock());
        expect(clock.phase == v1::CLOCK_PHASE_RUNNING, "a clock warns once");
        expect(clock.next && at_ > *clock.next && *clock.next < clock.due, "a clock warns after its warning is due");
        clock.phase = v1::CLOCK_PHASE_WARNED;
        return;
      }
      case Body::kClockMissed: {
        auto& clock = named(event.clock_missed().clock());
        expect(clock.phase != v1::CLOCK_PHASE_MISSED, "a clock is missed once");
        expect(at_ > clock.due, "a clock never fires early");
        expect(event.clock_missed().party() == clock.party, "a miss is charged to the party of the clock");
        clock.phase = v1::CLOCK_PHASE_MISSED;
        return;
      }
      default:
        return;
    }
  }

 private:
  void expect(bool holds, const std::string& rule) const {
    require(holds, rule + ": entry " + std::to_string(passage_.entry.sequence()));
  }
  Clock& named(const v1::ClockName& name) {
    const auto found = clocks_.find(key_of(name));
    expect(found != clocks_.end(), "an event speaks of a clock that runs");
    return found->second;
  }
  void start(const v1::ClockStarted& event) {
    Clock clock;
    clock.due = Instant{event.due_us()};
    clock.party = event.party();
    clock.phase = v1::CLOCK_PHASE_RUNNING;
    expect(clocks_.emplace(key_of(event.clock()), clock).second, "a clock starts once");
    expect(event.clock().kind() != v1::CLOCK_KIND_TOTAL || passage_.before == nullptr,
           "rule 6: the total clock starts at acceptance alone");
  }
  // DOMAIN: kept if the act's time <= due. Silence cannot miss the verify clock.
  void stop(const v1::ClockStopped& event) {
    const auto& clock = named(event.clock());
    const bool kept = event.clock().kind() == v1::CLOCK_KIND_VERIFY || at_ <= clock.due;
    expect(event.kept() == kept, "kept if and only if in time");
    clocks_.erase(key_of(event.clock()));
  }

  const Passage& passage_;
  Instant at_;
  std::map<ClockKey, Clock> clocks_;
};

void expect(const Passage& passage, bool holds, const std::string& rule) {
  require(holds, rule + ": entry " + std::to_string(passage.entry.sequence()));
}

std::string party_of_actor(const Passage& passage) {
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  return member ? passage.rules.party(passage.rules.member(*member).party).code : std::string();
}

// The clock that fires was due, and was the ticket's first; for every other command none was due any more.
void require_in_time(const Passage& passage) {
  if (passage.before == nullptr) return;
  const Instant at{passage.entry.time_us()};
  const auto* first = passage.before->first_to_act();
  expect(passage, first != nullptr, "rule 1: an open ticket has an armed clock");
  if (!passage.entry.command().has_fire_clock()) {
    expect(passage, at <= *first->next, "what was due before fires before the command");
    return;
  }
  const auto& name = passage.entry.command().fire_clock().clock();
  expect(passage, at > *first->next, "a clock never fires early");
  expect(passage, key_of(name) == ClockKey(first->part, first->kind), "a ticket's clocks fire in due order");
}

// One entry may climb several steps: `lead` is whoever leads before this one, and after it whoever does now. Who led
// may be given the lead again, and keeps its work that way.
void require_dispatch(const Passage& passage, const v1::TicketDispatched& event, std::string& lead) {
  expect(passage, passage.rules.find_party(event.lead()).has_value(), "rule 2: the lead is a party of today");
  const auto former = std::exchange(lead, event.lead());
  if (event.cause() != v1::DISPATCH_CAUSE_LADDER) return;
  expect(passage, passage.entry.command().has_fire_clock(), "a ladder climbs when a clock fires");
  expect(passage, former != event.lead(), "a ladder re-assigns to somebody else");
  expect(passage, passage.after.part_of(former).has_value(), "rule 11: a missed party keeps its work");
}

// Who acts for a party is its member; the party complained about does not act.
void require_actor(const Passage& passage, const std::string& party) {
  expect(passage, party == party_of_actor(passage), "a member acts for its own party");
  expect(passage, passage.after.against.empty() || party != passage.after.against,
         "rule 10: the party complained about does not act");
}

void require_confirmer(const Passage& passage, const v1::ResolutionConfirmed& event) {
  if (event.by() != v1::CONFIRMED_BY_BLOWER) return;
  const auto& ticket = passage.after;
  expect(passage, passage.entry.actor().member() == ticket.blower, "the whistle-blower confirms");
  if (ticket.source != v1::SOURCE_GRID_MEMBER && ticket.source != v1::SOURCE_COMMUNITY) return;
  const auto party = party_of_actor(passage);
  expect(passage, std::ranges::none_of(ticket.parts, [&](const engine::Part& part) { return part.party == party; }),
         "rule 5: nobody verifies its own work");
}

void require_event(const Passage& passage, const v1::Event& event, std::string& lead) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kTicketDispatched:
      return require_dispatch(passage, event.ticket_dispatched(), lead);
    case Body::kTicketAcknowledged:
      return require_actor(passage, event.ticket_acknowledged().party());
    case Body::kArrivedOnSite:
      return require_actor(passage, event.arrived_on_site().party());
    case Body::kTicketResolved:
      return require_actor(passage, event.ticket_resolved().party());
    case Body::kPartFinished:
      return require_actor(passage, event.part_finished().party());
    case Body::kResolutionConfirmed:
      return require_confirmer(passage, event.resolution_confirmed());
    default:
      return;
  }
}

bool changes_lead(const v1::Entry& entry) {
  return std::ranges::any_of(entry.events(), [](const v1::Event& event) { return event.has_ticket_dispatched(); });
}

void require_whole(const Passage& passage) {
  const auto& after = passage.after;
  const auto broken = engine::broken_invariant(after);
  expect(passage, !broken, broken.value_or(""));
  expect(passage, after.last_entry.value == passage.entry.sequence(), "a ticket knows its last entry");
  expect(passage,
         std::ranges::none_of(after.parts,
                              [&](const auto& part) { return !after.against.empty() && part.party == after.against; }),
         "rule 10: the party complained about never leads or assists");
  if (passage.before == nullptr) return;
  const auto& before = *passage.before;
  expect(passage, passage.entry.previous() == before.last_entry.value, "an entry names the one before it");
  expect(passage, changes_lead(passage.entry) || after.lead() == before.lead(),
         "rule 3: only a dispatch changes the lead");
  expect(passage,
         after.accepted == before.accepted && after.against == before.against && after.blower == before.blower &&
             after.ruleset == before.ruleset,
         "what a whistle said does not change");
}

}  // namespace

void require_rules(const Passage& passage) {
  require_in_time(passage);
  Running running(passage);
  auto lead = passage.before == nullptr ? std::string() : passage.before->lead();
  for (const auto& event : passage.entry.events()) {
    running.see(event);
    require_event(passage, event, lead);
  }
  require_whole(passage);
}

}  // namespace whistle::tests
