// Parties that a new ruleset no longer has, and who takes over from them: the successor that the ruleset names, else
// the desk. Source: DOMAIN, rules 2 and 3; parties are always the newest ruleset's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/ticket.h"

namespace whistle::engine {

// A party of open tickets that a ruleset neither has nor names a successor for.
struct Orphaned {
  std::string party;
  std::size_t tickets = 0;  // that it leads, assists or arbitrates
};

// What keeps a ruleset from being published, by code.
[[nodiscard]] std::vector<Orphaned> orphaned_by(const State& state, const Ruleset& rules);

// At most `most` open tickets with a party that the ruleset in force does not have. A ticket may be named twice.
[[nodiscard]] std::vector<TicketId> tickets_to_hand_over(const State& state, std::size_t most);
// Whether it is one of them. Who is informed or supervises has nothing to do: that alone hands nothing over, and is
// read through the successors (is_among).
[[nodiscard]] bool to_hand_over(const Ruleset& newest, const Ticket& ticket);

// Rule 10, also of the party complained about under its successor's code. A successor that had a part before it took
// over keeps it: the matter was not its own when it was given it, and it must not be left with nobody.
[[nodiscard]] bool is_complained_about(const Ruleset& newest, const Ticket& ticket, std::string_view party);

// Rule 4, also of a party whose return was granted under its successor's code. A successor that leads goes on to lead,
// and takes over from a lead as that stands.
[[nodiscard]] bool was_returned(const Ruleset& newest, const Ticket& ticket, std::string_view party);

// Whether the party stands in a list of the ticket, by its own code or as who has taken over from one that does.
[[nodiscard]] bool is_among(const Ruleset& newest, const std::vector<std::string>& parties, std::string_view party);

}  // namespace whistle::engine
