// A routing of the engine's own function, told with what was rejected and looked for on the way.
#pragma once

#include "engine/route.h"
#include "tools/whistle/explanation.h"

namespace whistle::tools {

// `routing` is what engine::route said of place and question by that ruleset; `recorded` the place as the entry has it.
[[nodiscard]] Routed tell_routing(const engine::Ruleset& ruleset, const engine::Place& place,
                                  const v1::LocatedPlace& recorded, const engine::RouteQuestion& question,
                                  const engine::Routing& routing);

// The place of an entry in a ruleset, by codes.
[[nodiscard]] engine::Place place_of(const engine::Ruleset& ruleset, const v1::LocatedPlace& recorded);

}  // namespace whistle::tools
