// Which steps a missed clock climbs, and whom each step means. Source: DOMAIN, "Ladder".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/locate.h"
#include "engine/ruleset.h"
#include "engine/ticket.h"

namespace whistle::engine {

// The steps of a clock and the rest between reminders once they have ended. Steps stand in the pinned ruleset; parties
// in the newest.
struct Climb {
  std::vector<LadderStep> steps;
  Limit remind_every;
};

// The ladder of a part of the ticket; nullptr: none. A route's own is the lead's, whoever leads; else the kind of the
// party charged picks, so that a street that was given the lead is not supervised by the community below it.
[[nodiscard]] const Ladder* ladder_of(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket,
                                      std::uint32_t part, std::string_view charged);

// The steps for a clock of the ticket. Where the ladder names none: on-site climbs as resolve, verify is told to the
// community, total is supervised by the desk; arbitrate has no steps (it goes to the next arbiter up); without a ladder
// the desk supervises. The ladder is the route's own for the lead, else that of the kind of party that is charged.
[[nodiscard]] Climb climb_of(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket, const Clock& clock);

// Where the ticket lies by the areas of a ruleset that is newer than it: its own area, or the one that a redrawing put
// in its place, or where its estate lies now; nullopt: in none, and the desk is the last resort.
[[nodiscard]] std::optional<AreaIndex> area_in(const Ruleset& newest, const Ticket& ticket);
// The place of a ticket in another ruleset than its own, by codes; what that ruleset no longer knows is left out.
[[nodiscard]] Place place_in(const Ruleset& newest, const Ticket& ticket);

// The party (code) that a step means now; nullopt: nobody to tell, and the step is skipped. Nobody is: no such party,
// the party complained about, for a supervising or re-assigning step the lead itself, for an assistant's clock any
// re-assignment, as for one while the lead does not work, and for a re-assigning step a party whose return was granted.
// Of an arbitrate clock: the arbiter that missed it.
[[nodiscard]] std::optional<std::string> step_target(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket,
                                                     const Clock& clock, const LadderStep& step);

}  // namespace whistle::engine
