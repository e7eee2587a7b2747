// A position on the ground, in units of 1e-7 degree, WGS84: exact, as the published language has it.
#pragma once

#include <compare>
#include <cstdint>

namespace whistle::engine {

struct Point {
  std::int32_t lat_e7 = 0;
  std::int32_t lon_e7 = 0;
  friend auto operator<=>(const Point&, const Point&) = default;
};

}  // namespace whistle::engine
