#include "adapters/district/ground_units.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace whistle::adapters::district {

namespace {

// A degree of a great circle of the mean earth radius of 6,371,008.8 m (IUGG), in units of 1e-7 degree.
constexpr double kUnitUm = 6'371'008.8 * 1e6 * std::numbers::pi / 180.0 / 1e7;

}  // namespace

void set_ground_units(const v1::Geometry& geometry, v1::Territory& territory) {
  std::int64_t south = std::numeric_limits<std::int64_t>::max();
  std::int64_t north = std::numeric_limits<std::int64_t>::min();
  for (const v1::Shape& shape : geometry.grids()) {
    for (const v1::Polygon& polygon : shape.polygons()) {
      std::int64_t lat = 0;
      const v1::Ring& outer = polygon.rings(0);
      for (int i = 0; i < outer.deltas_size(); i += 2) {
        lat += outer.deltas(i);
        south = std::min(south, lat);
        north = std::max(north, lat);
      }
    }
  }
  if (south > north) return;
  const double middle = static_cast<double>(south + north) / 2.0 / 1e7 * std::numbers::pi / 180.0;
  territory.set_lat_unit_um(static_cast<std::uint32_t>(std::lround(kUnitUm)));
  // At the poles a unit of longitude measures nothing, which would be no measure.
  territory.set_lon_unit_um(static_cast<std::uint32_t>(std::max(1L, std::lround(kUnitUm * std::cos(middle)))));
}

}  // namespace whistle::adapters::district
