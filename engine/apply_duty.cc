// Who of a party's people has its part in hand, and who is away.
#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

void take_in_hand(const v1::Entry& entry, Part& part) {
  const auto& actor = entry.actor();
  const auto& member = actor.acting_for().empty() ? actor.member() : actor.acting_for();
  // The engine's own words are nobody who could go home.
  if (!part.member.empty() || member.starts_with('@')) return;
  part.member = member;
}

void hand_duty_over(const v1::DutyHandedOver& event, Ticket& ticket) {
  WHISTLE_ASSERT(event.part() < ticket.parts.size() && ticket.parts[event.part()].party == event.party());
  ticket.parts[event.part()].member = event.member();
}

void apply_absence(State& state, const v1::Event& event) {
  if (event.has_absence_ended()) {
    state.absences.erase(event.absence_ended().member());
    return;
  }
  const auto& reported = event.absence_reported();
  state.absences[reported.member()] = {Instant{reported.from_us()}, Instant{reported.until_us()}};
  state.first_absence_ends = std::min(state.first_absence_ends, Instant{reported.until_us()});
}

void drop_past_absences(State& state) {
  if (state.first_absence_ends > state.last_time) return;
  state.first_absence_ends = kInstantMax;
  std::erase_if(state.absences, [&](const auto& one) {
    const bool over = one.second.until <= state.last_time;
    if (!over) state.first_absence_ends = std::min(state.first_absence_ends, one.second.until);
    return over;
  });
}

}  // namespace whistle::engine
