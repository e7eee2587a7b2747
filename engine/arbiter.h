// Who decides what a lead asks for, and who convenes a consult. Source: DOMAIN, "Arbiter" and rule 10.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/ruleset.h"
#include "engine/ticket.h"

namespace whistle::engine {

// The party (code) that decides for the ticket's lead. Of a firm or a group the place's community; else the street, if
// lead and place lie in one; else the desk. One tier up where that is the lead itself or the party complained about.
// Above the desk stands nobody: it decides for itself.
[[nodiscard]] std::string arbiter_of(const Ruleset& newest, const Ticket& ticket);

// The street, if every party that the ticket has been with lies in it, and it is neither the lead nor complained about;
// else the desk.
[[nodiscard]] std::string convener_of(const Ruleset& newest, const Ticket& ticket);

// Who decides when that arbiter has missed its clock; nullopt: nobody stands above it.
[[nodiscard]] std::optional<std::string> arbiter_above(const Ruleset& newest, const Ticket& ticket,
                                                       std::string_view arbiter);

}  // namespace whistle::engine
