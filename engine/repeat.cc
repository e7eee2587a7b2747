#include "engine/repeat.h"

#include <algorithm>

#include "engine/near_index.h"

namespace whistle::engine {

namespace {

// How many tickets around one whistle looks at: where that many tell of the same thing, the newest are enough. Each is
// a look at memory that nothing else has touched.
constexpr std::size_t kRepeatsLookedAtMax = 32;

// It was said to be done, so that blowing again says that it was not.
bool was_done(const Matter& matter) {
  return matter.outcome == v1::OUTCOME_FIXED || matter.outcome == v1::OUTCOME_NOT_REPRODUCED;
}

bool may_be_named(const Ruleset& rules, const Ticket& ticket, const Matter& other) {
  return other.kind == ticket.kind && other.against == ticket.against &&
         is_near(rules, near_place(ticket), near_place(other));
}

bool is_fresh(const Ruleset& rules, const Matter& other, Instant at) {
  const auto& within = rules.clocks.similar_within;
  return !within.none() && rules.calendar.deadline(other.accepted, within).at >= at;
}

std::vector<TicketId> similar_to(const State& state, const Ruleset& rules, const Ticket& ticket, Instant at) {
  std::vector<TicketId> named;
  for (const auto id : state.near.candidates(rules, near_place(ticket), kRepeatsLookedAtMax)) {
    const auto other = state.open.find_matter(id);
    if (!may_be_named(rules, ticket, *other) || !is_fresh(rules, *other, at)) continue;
    const auto name = other->lead_ticket.value_or(id);
    if (std::ranges::find(named, name) == named.end()) named.push_back(name);
    if (named.size() == kSimilarMax) break;
  }
  std::ranges::sort(named);
  return named;
}

std::optional<TicketId> repeated_by(const State& state, const Ruleset& rules, const Ticket& ticket, Instant at) {
  std::optional<TicketId> repeated;
  std::optional<Instant> closed;
  for (const auto id : state.near_recent.candidates(rules, near_place(ticket), kRepeatsLookedAtMax)) {
    const auto other = state.recent.find_matter(id);
    // What follows is an entry of its own, a microsecond later.
    const bool recurs = was_done(*other) && other->reopen_until && *other->reopen_until > at;
    if (!recurs || !may_be_named(rules, ticket, *other) || (closed && *other->closed < *closed)) continue;
    closed = other->closed;
    repeated = id;
  }
  return repeated;
}

}  // namespace

Repetition repetition_of(const State& state, const Ruleset& rules, const Ticket& ticket, Instant at) {
  return {similar_to(state, rules, ticket, at), repeated_by(state, rules, ticket, at)};
}

}  // namespace whistle::engine
