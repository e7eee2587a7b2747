// What a unit of the district's positions measures on its ground, for distances in integers.
#pragma once

#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// Sets `lat_unit_um` and `lon_unit_um` by the middle latitude of the grids' outlines. Over a city the error is far
// below what a telephone's position is off by; a sphere is good enough. Without outlines nothing is set.
void set_ground_units(const v1::Geometry& geometry, v1::Territory& territory);

}  // namespace whistle::adapters::district
