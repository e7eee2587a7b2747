// Points of Chinese map services into WGS84. GCJ-02 shifts every point inside China by some hundred metres, BD-09
// shifts GCJ-02 again.
//
//   const engine::Point wgs84 = to_wgs84(v1::DATUM_GCJ02, point);
//
// Done once, at the edge that takes a point in; the journal keeps the original beside the result, so that nothing
// depends on a later version of these formulas. Pure; any thread.
#pragma once

#include "engine/grid_index.h"
#include "whistle/v1/common.pb.h"

namespace whistle::adapters {

// Whether points of the datum have to be converted. CGCS2000 and WGS84 agree to within the resolution of a position.
[[nodiscard]] bool needs_conversion(v1::Datum datum);

// Exact to the resolution of a position, 1e-7 degree, against the published approximation of the shift, whose inverse
// is found by iteration. A point outside China has no shift in GCJ-02 and comes back as it is.
[[nodiscard]] engine::Point to_wgs84(v1::Datum datum, engine::Point point);

// The way there, for tests and for what is shown on a Chinese map.
[[nodiscard]] engine::Point from_wgs84(v1::Datum datum, engine::Point point);

}  // namespace whistle::adapters
