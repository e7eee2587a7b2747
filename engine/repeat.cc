#include "engine/repeat.h"

#include <algorithm>

#include "engine/near_index.h"

namespace whistle::engine {

namespace {

// How many tickets of a cell or an estate one whistle looks at: where that many tell of the same thing within a day,
// the newest are enough.
constexpr std::size_t kLookedAtMax = 32;

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

}  // namespace

Repetition repetition_of(const State& state, const Ruleset& rules, const Ticket& ticket, Instant at) {
  Repetition found;
  std::optional<Instant> closed;
  for (const auto id : state.near.candidates(rules, near_place(ticket), kLookedAtMax)) {
    const auto other = state.find_matter(id);
    if (!other || !may_be_named(rules, ticket, *other)) continue;
    if (!other->closed) {
      if (is_fresh(rules, *other, at)) found.similar.push_back(other->lead_ticket.value_or(id));
      continue;
    }
    // What follows is an entry of its own, a microsecond later.
    const bool recurs = was_done(*other) && other->reopen_until && *other->reopen_until > at;
    if (!recurs || (closed && *other->closed < *closed)) continue;
    closed = other->closed;
    found.recurs = id;
  }
  std::ranges::sort(found.similar);
  found.similar.erase(std::unique(found.similar.begin(), found.similar.end()), found.similar.end());
  if (found.similar.size() > kSimilarMax)
    found.similar.erase(found.similar.begin(), found.similar.end() - static_cast<std::ptrdiff_t>(kSimilarMax));
  return found;
}

}  // namespace whistle::engine
