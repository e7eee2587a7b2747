// Where a mediation can be held. Source: DOMAIN, "Where it comes from": the zone runs venues 党群微家 for that.
#pragma once

#include <optional>

#include "engine/ruleset.h"
#include "engine/ticket.h"

namespace whistle::engine {

// Of a ticket whose category is mediation the venue nearest by area: in the place's grid, else in its community, street
// or district, and of several the lowest code. nullopt: another class, a place in no area, or no venue.
[[nodiscard]] std::optional<VenueIndex> venue_for(const Ruleset& rules, const Ticket& ticket);

}  // namespace whistle::engine
