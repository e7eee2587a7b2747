#include "adapters/district/coverage.h"

#include <doctest/doctest.h>

#include <utility>

namespace whistle::adapters::district {
namespace {

using Corners = std::vector<std::pair<std::int32_t, std::int32_t>>;  // lat, lon

void add_ring(v1::Polygon& polygon, const Corners& corners) {
  v1::Ring& ring = *polygon.add_rings();
  std::pair<std::int32_t, std::int32_t> before{0, 0};
  for (const auto& corner : corners) {
    ring.add_deltas(corner.first - before.first);
    ring.add_deltas(corner.second - before.second);
    before = corner;
  }
}

v1::Polygon& add_grid(v1::Geometry& geometry, const Corners& corners) {
  v1::Shape& shape = *geometry.add_grids();
  shape.set_index(static_cast<std::uint32_t>(geometry.grids_size() - 1));
  v1::Polygon& polygon = *shape.add_polygons();
  add_ring(polygon, corners);
  return polygon;
}

// Corners of a box in units of 1e-7 degree from 36.7 north, 119.1 east; about 11.1 mm by 8.9 mm each.
Corners box(std::int32_t south, std::int32_t west, std::int32_t north, std::int32_t east) {
  constexpr std::int32_t kLat = 367'000'000;
  constexpr std::int32_t kLon = 1'191'000'000;
  return {{kLat + south, kLon + west},
          {kLat + south, kLon + east},
          {kLat + north, kLon + east},
          {kLat + north, kLon + west}};
}

Corners reversed(Corners corners) {
  return {corners.rbegin(), corners.rend()};
}

}  // namespace

TEST_CASE("grids that share whole edges neither overlap nor gape") {
  v1::Geometry geometry;
  add_grid(geometry, box(0, 0, 10'000, 10'000));
  add_grid(geometry, reversed(box(0, 10'000, 10'000, 20'000)));
  add_grid(geometry, box(10'000, 0, 20'000, 20'000));  // meets both with one edge and no corner between
  CHECK(find_overlaps(geometry, 0.001).empty());
  CHECK(find_gaps(geometry, 0.001).empty());
}

TEST_CASE("an overlap has the area of what both hold and a point within") {
  v1::Geometry geometry;
  add_grid(geometry, box(0, 0, 10'000, 10'000));
  add_grid(geometry, box(0, 9'000, 10'000, 20'000));
  const auto overlaps = find_overlaps(geometry, 1);
  REQUIRE(overlaps.size() == 1);
  CHECK(overlaps[0].first == 0);
  CHECK(overlaps[0].second == 1);
  // A thousandth of a degree of latitude by a ten-thousandth of longitude, on the ellipsoid at 36.7 degrees.
  CHECK(overlaps[0].area_m2 == doctest::Approx(110.972 * 8.9367).epsilon(0.001));
  CHECK(overlaps[0].point.lon_e7 > 1'191'009'000);
  CHECK(overlaps[0].point.lon_e7 < 1'191'010'000);
  CHECK(find_gaps(geometry, 1).empty());
}

TEST_CASE("a ring's direction changes nothing") {
  v1::Geometry geometry;
  add_grid(geometry, reversed(box(0, 0, 10'000, 10'000)));
  add_grid(geometry, box(0, 9'000, 10'000, 20'000));
  CHECK(find_overlaps(geometry, 1).size() == 1);
}

TEST_CASE("a ring's direction changes no gap") {
  v1::Geometry geometry;
  v1::Polygon& polygon = add_grid(geometry, box(0, 0, 30'000, 30'000));
  add_ring(polygon, box(10'000, 10'000, 20'000, 20'000));
  add_grid(geometry, reversed(box(22'000, 22'000, 28'000, 28'000)));  // lies on the first, whatever its direction
  CHECK(find_gaps(geometry, 1).size() == 1);
  geometry.mutable_grids(0)->mutable_polygons(0)->mutable_rings(1)->Clear();
  add_ring(polygon, reversed(box(10'000, 10'000, 20'000, 20'000)));
  polygon.mutable_rings()->SwapElements(1, 2);
  polygon.mutable_rings()->RemoveLast();
  CHECK(find_gaps(geometry, 1).size() == 1);
}

TEST_CASE("an enclosed empty area is a gap, a bay that is open to the outside is none") {
  v1::Geometry geometry;
  add_grid(geometry, box(0, 0, 30'000, 10'000));
  add_grid(geometry, box(0, 20'000, 30'000, 30'000));
  add_grid(geometry, box(0, 10'000, 10'000, 20'000));
  CHECK(find_gaps(geometry, 1).empty());
  add_grid(geometry, box(20'000, 10'000, 30'000, 20'000));
  const auto gaps = find_gaps(geometry, 1);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].area_m2 == doctest::Approx(110.972 * 89.367).epsilon(0.001));
  CHECK(gaps[0].point == engine::Point{367'015'000, 1'191'015'000});
}

TEST_CASE("a hole is a gap unless a grid fills it") {
  v1::Geometry geometry;
  v1::Polygon& polygon = add_grid(geometry, box(0, 0, 30'000, 30'000));
  add_ring(polygon, box(10'000, 10'000, 20'000, 20'000));
  CHECK(find_gaps(geometry, 1).size() == 1);
  add_grid(geometry, box(10'000, 10'000, 20'000, 20'000));
  CHECK(find_gaps(geometry, 1).empty());
  CHECK(find_overlaps(geometry, 1).empty());
}

TEST_CASE("two gaps that touch in a point are two") {
  v1::Geometry geometry;
  v1::Polygon& polygon = add_grid(geometry, box(0, 0, 40'000, 40'000));
  add_ring(polygon, box(10'000, 10'000, 20'000, 20'000));
  add_ring(polygon, box(20'000, 20'000, 30'000, 30'000));
  CHECK(find_gaps(geometry, 1).size() == 2);
}

TEST_CASE("a sliver between edges that cross is found on both sides") {
  v1::Geometry geometry;
  constexpr std::int32_t kLat = 367'000'000;
  constexpr std::int32_t kLon = 1'191'000'000;
  add_grid(geometry, {{kLat, kLon}, {kLat, kLon + 9'000}, {kLat + 20'000, kLon + 11'000}, {kLat + 20'000, kLon}});
  add_grid(
      geometry,
      {{kLat, kLon + 11'000}, {kLat, kLon + 20'000}, {kLat + 20'000, kLon + 20'000}, {kLat + 20'000, kLon + 9'000}});
  add_grid(geometry, box(-10'000, 0, 0, 20'000));
  const auto overlaps = find_overlaps(geometry, 1);
  const auto gaps = find_gaps(geometry, 1);
  REQUIRE(overlaps.size() == 1);
  REQUIRE(gaps.size() == 1);
  CHECK(overlaps[0].area_m2 == doctest::Approx(gaps[0].area_m2).epsilon(0.001));
  CHECK(overlaps[0].point.lat_e7 > kLat + 10'000);
  CHECK(gaps[0].point.lat_e7 < kLat + 10'000);
}

TEST_CASE("a field of grids with a hole in each is cut into tiles and loses none") {
  v1::Geometry geometry;
  constexpr std::int32_t kSide = 30;
  for (std::int32_t row = 0; row < kSide; ++row) {
    for (std::int32_t column = 0; column < kSide; ++column) {
      v1::Polygon& polygon =
          add_grid(geometry, box(row * 10'000, column * 10'000, row * 10'000 + 10'000, column * 10'000 + 10'000));
      add_ring(polygon,
               box(row * 10'000 + 1'000, column * 10'000 + 1'000, row * 10'000 + 9'000, column * 10'000 + 9'000));
    }
  }
  const auto gaps = find_gaps(geometry, 1);
  REQUIRE(gaps.size() == kSide * kSide);
  for (const Gap& gap : gaps)
    CHECK(gap.area_m2 == doctest::Approx(88.78 * 71.49).epsilon(0.002));
  CHECK(find_overlaps(geometry, 1).empty());
}

}  // namespace whistle::adapters::district
