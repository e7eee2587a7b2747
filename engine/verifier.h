// Who checks whether a resolution holds 核查. Source: DOMAIN, "Who may", rules 5 and 10.
#pragma once

#include <string>

#include "engine/permission.h"
#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/ticket.h"

namespace whistle::engine {

// The party (code) that sees to it that somebody checks, and is charged where nobody does: the place's community; one
// tier up where that has a part in the ticket or is complained about; in the end the desk.
[[nodiscard]] std::string verifying_party(const Ruleset& newest, const Ticket& ticket);

// Whether the party has, or had, a part in the ticket: its own work is not its to check, nor to end by force.
[[nodiscard]] bool has_part(const Ticket& ticket, std::string_view party);

// Whether the actor is one who may check it: a grid member who walks the ticket's grid, or one of the verifying party,
// or of the place's community. Rules 5 and 10 are not looked at.
[[nodiscard]] bool is_near(const State& state, const Standing& standing, const Ticket& ticket);
// The same, and neither its own work nor a complaint about its party.
[[nodiscard]] bool verifies(const State& state, const Standing& standing, const Ticket& ticket);

}  // namespace whistle::engine
