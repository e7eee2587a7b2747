// Who is away. What an absent member has in hand is its party's meanwhile; no clock rests for it.
#pragma once

#include <optional>
#include <string_view>

#include "engine/state.h"

namespace whistle::engine {

// The absence of a member that has been reported and covers the instant.
[[nodiscard]] std::optional<Absence> absence_of(const State& state, std::string_view member, Instant at);
// Whether it is absent then, or gone from the rules, which comes to the same.
[[nodiscard]] bool is_away(const State& state, std::string_view member, Instant at);
// Of a ticket that the party has to do with: whether the member of it has it in hand, or nobody has who is there.
[[nodiscard]] bool has_in_hand(const State& state, const Ticket& ticket, std::string_view party,
                               std::string_view member, Instant at);

}  // namespace whistle::engine
