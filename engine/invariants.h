// DOMAIN's "Rules that hold always", as far as one ticket can break them. Asserted after each entry, in every build.
#pragma once

#include <optional>
#include <string>

#include "engine/ticket.h"

namespace whistle::engine {

// The first rule that the ticket breaks, in words; nullopt: none.
[[nodiscard]] std::optional<std::string> broken_invariant(const Ticket& ticket);
// Ends the process where one is broken.
void assert_invariants(const Ticket& ticket);

}  // namespace whistle::engine
