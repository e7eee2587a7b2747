// Which party a selector means at a place: the smallest competent area wins, never down to a community by accident.
//
// - A place in no area (outside every grid, unlocated) is served by nobody but those who are named: `party:CODE`,
// `tier:district`
//   (the desk), `blower`, `head`.
// - `tier:T` is only the district's three: there is no party of tier grid.
// - A catalogue duty `estate` means the estate's party and nothing else here: the community that steps in is a fallback
// of the
//   lead, so that an assistant by such a duty is left out where there is no estate.
#pragma once

#include <optional>
#include <string_view>

#include "engine/locate.h"
#include "engine/ruleset.h"

namespace whistle::engine {

// Everything a selector may ask about. `lead` counts for `head`, `blower` for `blower`; absent: they find nobody.
struct SelectorContext {
  const Ruleset& ruleset;
  const Place& place;
  std::optional<CategoryIndex> category;
  std::optional<PartyIndex> lead;
  std::optional<PartyIndex> blower;
};

// The party with that duty whose area is the smallest that contains the place.
[[nodiscard]] std::optional<PartyIndex> party_for_duty(const Ruleset& ruleset, const Place& place,
                                                       std::string_view duty);
// The party of the tier's own kind (community, street; district is the desk) for the place.
[[nodiscard]] std::optional<PartyIndex> party_for_tier(const Ruleset& ruleset, const Place& place, v1::Tier tier);
// Whom the selector means; nullopt: nobody. Fallbacks are the router's.
[[nodiscard]] std::optional<PartyIndex> select(const SelectorContext& context, const Selector& selector);

}  // namespace whistle::engine
