// Where the grids' outlines overlap, and where they leave holes between them.
//
// Lines are straight between corners in longitude and latitude, as the outlines are read; areas are square metres on
// the WGS-84 ellipsoid. Work is done in slabs: between the heights of corners and crossings nothing crosses, so that
// every piece is a trapezoid whose area needs no topology; nothing can fail on nearly equal edges, which real
// boundaries are full of.
//
// Measured, both together: 255 outlines of 11,855 corners in 0.04 s; 5,041 of 504,100 corners without a shared edge
// in 5.5 s.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/grid_index.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Overlap {
  std::uint32_t first = 0;  // area indexes, first < second
  std::uint32_t second = 0;
  double area_m2 = 0;   // of all pieces that the two share
  engine::Point point;  // within the largest trapezoid of it
};

// An empty area wholly enclosed by grids.
struct Gap {
  double area_m2 = 0;
  engine::Point point;
};

// Both at least `area_min_m2`, the largest first. Rings wind as RFC 7946 wishes or not: the first of a polygon is the
// outer one.
[[nodiscard]] std::vector<Overlap> find_overlaps(const v1::Geometry& geometry, double area_min_m2);
[[nodiscard]] std::vector<Gap> find_gaps(const v1::Geometry& geometry, double area_min_m2);

}  // namespace whistle::adapters::district
