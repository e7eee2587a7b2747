// Whether a whistle is about something that another one told of already: an open ticket that looks like it, or one that
// was closed as done a short while ago. Source: DOMAIN, "Repeats and groups".
#pragma once

#include <optional>
#include <vector>

#include "engine/ids.h"
#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/ticket.h"
#include "engine/time.h"

namespace whistle::engine {

struct Repetition {
  // Open tickets, ascending: same category, near, accepted within `similar` of the rules. One that follows another is
  // named by that one. The newest kSimilarMax.
  std::vector<TicketId> similar;
  // Closed as done, and inside its recurrence window still at the next entry: the one that closed last.
  std::optional<TicketId> recurs;
};

inline constexpr std::size_t kSimilarMax = 8;

// Of a ticket that begins at `at`. A ticket of another kind of whistle, or about whom another party is complained of,
// is never named: whoever reads of the one must not learn of the other.
[[nodiscard]] Repetition repetition_of(const State& state, const Ruleset& rules, const Ticket& ticket, Instant at);

}  // namespace whistle::engine
