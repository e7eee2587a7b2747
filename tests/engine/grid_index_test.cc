#include "engine/grid_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace whistle::engine {
namespace {

__extension__ typedef __int128 Wide;

RingPoints rectangle(std::int32_t south, std::int32_t west, std::int32_t north, std::int32_t east) {
  return {{south, west}, {south, east}, {north, east}, {north, west}};
}

IndexedShape shape(std::uint32_t number, std::vector<PolygonPoints> polygons) {
  return {number, std::move(polygons)};
}

std::vector<ShapeHit> hits_of(const GridIndex& index, Point point) {
  std::vector<ShapeHit> hits{{99, false}};
  index.find(point, hits);
  return hits;
}

std::vector<std::uint32_t> numbers_of(const GridIndex& index, Point point) {
  std::vector<std::uint32_t> numbers;
  for (const ShapeHit& hit : hits_of(index, point))
    numbers.push_back(hit.number);
  return numbers;
}

bool on_segment(Point a, Point b, Point p) {
  const Wide turn = (Wide{b.lon_e7} - a.lon_e7) * (Wide{p.lat_e7} - a.lat_e7) -
                    (Wide{b.lat_e7} - a.lat_e7) * (Wide{p.lon_e7} - a.lon_e7);
  return turn == 0 && std::min(a.lat_e7, b.lat_e7) <= p.lat_e7 && p.lat_e7 <= std::max(a.lat_e7, b.lat_e7) &&
         std::min(a.lon_e7, b.lon_e7) <= p.lon_e7 && p.lon_e7 <= std::max(a.lon_e7, b.lon_e7);
}

// Counts the edges a ray towards the north crosses, comparing fractions: another direction than the code under test,
// and edges judged one by one.
RingSide side_slowly(const RingPoints& ring, Point p) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    if (on_segment(a, b, p)) return RingSide::Edge;
    if ((a.lon_e7 <= p.lon_e7) == (b.lon_e7 <= p.lon_e7)) continue;
    Wide run = Wide{b.lon_e7} - a.lon_e7;
    Wide climb = (Wide{p.lon_e7} - a.lon_e7) * (Wide{b.lat_e7} - a.lat_e7);
    if (run < 0) {
      run = -run;
      climb = -climb;
    }
    if (climb > (Wide{p.lat_e7} - a.lat_e7) * run) inside = !inside;
  }
  return inside ? RingSide::Inside : RingSide::Outside;
}

TEST_CASE("edges and corners of a ring are its edge, whichever way it runs") {
  RingPoints ring = rectangle(0, 0, 10, 20);
  for (int turn = 0; turn < 2; ++turn) {
    CAPTURE(turn);
    CHECK(side_of(ring, {5, 5}) == RingSide::Inside);
    CHECK(side_of(ring, {0, 5}) == RingSide::Edge);
    CHECK(side_of(ring, {10, 5}) == RingSide::Edge);
    CHECK(side_of(ring, {5, 0}) == RingSide::Edge);
    CHECK(side_of(ring, {5, 20}) == RingSide::Edge);
    CHECK(side_of(ring, {0, 0}) == RingSide::Edge);
    CHECK(side_of(ring, {10, 20}) == RingSide::Edge);
    CHECK(side_of(ring, {0, 21}) == RingSide::Outside);
    CHECK(side_of(ring, {0, -1}) == RingSide::Outside);
    CHECK(side_of(ring, {11, 5}) == RingSide::Outside);
    CHECK(side_of(ring, {-1, 20}) == RingSide::Outside);
    std::reverse(ring.begin(), ring.end());
  }
}

TEST_CASE("a point one unit off a slanted edge of the whole globe is judged exactly") {
  const RingPoints ring{{-900'000'000, -1'800'000'000}, {-900'000'000, 1'800'000'000}, {900'000'000, 1'800'000'000}};
  CHECK(side_of(ring, {0, 0}) == RingSide::Edge);
  CHECK(side_of(ring, {1, 1}) == RingSide::Outside);
  CHECK(side_of(ring, {1, 2}) == RingSide::Edge);
  CHECK(side_of(ring, {0, 1}) == RingSide::Inside);
  CHECK(side_of(ring, {0, -1}) == RingSide::Outside);
  CHECK(side_of(ring, {899'999'999, 1'799'999'998}) == RingSide::Edge);
  CHECK(side_of(ring, {899'999'999, 1'799'999'997}) == RingSide::Outside);
  CHECK(side_of(ring, {899'999'999, 1'799'999'999}) == RingSide::Inside);
}

TEST_CASE("no corner that fits its type is too far away") {
  constexpr std::int32_t kLow = INT32_MIN;
  constexpr std::int32_t kHigh = INT32_MAX;
  const RingPoints ring{{kLow, kLow}, {kHigh, kHigh}, {kHigh, kLow}};
  CHECK(side_of(ring, {0, 0}) == RingSide::Edge);
  CHECK(side_of(ring, {kLow, kHigh}) == RingSide::Outside);
  CHECK(side_of(ring, {kHigh - 1, kLow + 1}) == RingSide::Inside);
  CHECK(side_of(ring, {kLow + 1, kHigh - 1}) == RingSide::Outside);
}

TEST_CASE("a ring with few points is judged like any other") {
  CHECK(side_of({}, {0, 0}) == RingSide::Outside);
  const RingPoints with_repeats{{0, 0}, {0, 0}, {0, 10}, {0, 10}, {10, 0}};
  CHECK(side_of(with_repeats, {1, 1}) == RingSide::Inside);
  CHECK(side_of(with_repeats, {0, 0}) == RingSide::Edge);
  CHECK(side_of(with_repeats, {5, 5}) == RingSide::Edge);
}

TEST_CASE("random rings on a small lattice are judged as by brute force") {
  std::mt19937 random(147);
  for (int round = 0; round < 3'000; ++round) {
    CAPTURE(round);
    RingPoints ring;
    for (std::size_t i = 0; i < 3 + random() % 8; ++i) {
      ring.push_back({static_cast<std::int32_t>(random() % 9), static_cast<std::int32_t>(random() % 9)});
    }
    for (std::int32_t lat = -1; lat <= 9; ++lat) {
      for (std::int32_t lon = -1; lon <= 9; ++lon) {
        CAPTURE(lat);
        CAPTURE(lon);
        REQUIRE(side_of(ring, {lat, lon}) == side_slowly(ring, {lat, lon}));
      }
    }
  }
}

TEST_CASE("random rings over the whole globe are judged as by brute force") {
  std::mt19937_64 random(2026);
  std::uniform_int_distribution<std::int32_t> lat(-900'000'000, 900'000'000);
  std::uniform_int_distribution<std::int32_t> lon(-1'800'000'000, 1'800'000'000);
  for (int round = 0; round < 500; ++round) {
    RingPoints ring;
    for (int i = 0; i < 12; ++i)
      ring.push_back({lat(random), lon(random)});
    for (int i = 0; i < 50; ++i) {
      const Point point{lat(random), lon(random)};
      REQUIRE(side_of(ring, point) == side_slowly(ring, point));
    }
    // Midpoints of edges whose ends have equal parity lie on the edge exactly.
    for (Point& corner : ring)
      corner = {corner.lat_e7 / 2 * 2, corner.lon_e7 / 2 * 2};
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const Point middle{static_cast<std::int32_t>((std::int64_t{ring[i].lat_e7} + ring[i + 1].lat_e7) / 2),
                         static_cast<std::int32_t>((std::int64_t{ring[i].lon_e7} + ring[i + 1].lon_e7) / 2)};
      REQUIRE(side_of(ring, middle) == RingSide::Edge);
    }
  }
}

TEST_CASE("a point in a hole is outside, one on the hole's edge is on the shape's edge") {
  std::vector<IndexedShape> shapes;
  shapes.push_back(shape(4, {{{rectangle(0, 0, 30, 30), rectangle(10, 10, 20, 20)}}}));
  const GridIndex index(std::move(shapes));
  CHECK(numbers_of(index, {15, 15}).empty());
  REQUIRE(numbers_of(index, {10, 15}) == std::vector<std::uint32_t>{4});
  CHECK(hits_of(index, {10, 15}).front().on_edge);
  REQUIRE(numbers_of(index, {5, 15}) == std::vector<std::uint32_t>{4});
  CHECK_FALSE(hits_of(index, {5, 15}).front().on_edge);
}

TEST_CASE("every shape that holds the point is found once, ascending") {
  std::vector<IndexedShape> shapes;
  shapes.push_back(shape(7, {{{rectangle(0, 0, 10, 10)}}}));
  shapes.push_back(shape(2, {{{rectangle(0, 10, 10, 20)}}}));
  shapes.push_back(shape(5, {{{rectangle(0, 5, 10, 15)}}, {{rectangle(100, 100, 110, 110)}}}));
  const GridIndex index(std::move(shapes));
  CHECK(numbers_of(index, {5, 10}) == std::vector<std::uint32_t>{2, 5, 7});
  CHECK(numbers_of(index, {5, 2}) == std::vector<std::uint32_t>{7});
  CHECK(numbers_of(index, {105, 105}) == std::vector<std::uint32_t>{5});
  CHECK(numbers_of(index, {50, 50}).empty());
  const auto on_shared_edge = hits_of(index, {5, 10});
  CHECK(on_shared_edge[0].on_edge);
  CHECK_FALSE(on_shared_edge[1].on_edge);
  CHECK(on_shared_edge[2].on_edge);
}

TEST_CASE("a shape that holds the point inside one of its polygons is not on its edge") {
  std::vector<IndexedShape> shapes;
  shapes.push_back(shape(1, {{{rectangle(0, 0, 10, 10)}}, {{rectangle(0, 5, 10, 15)}}}));
  const GridIndex index(std::move(shapes));
  REQUIRE(hits_of(index, {5, 10}).size() == 1);
  CHECK_FALSE(hits_of(index, {5, 10}).front().on_edge);
}

TEST_CASE("an index without shapes finds nothing") {
  CHECK(GridIndex().empty());
  CHECK(GridIndex(std::vector<IndexedShape>{}).empty());
  CHECK(numbers_of(GridIndex(), {0, 0}).empty());
}

TEST_CASE("the index finds what judging every shape finds") {
  std::mt19937 random(5000);
  const auto coordinate = [&] { return static_cast<std::int32_t>(random() % 60); };
  for (int round = 0; round < 40; ++round) {
    std::vector<IndexedShape> shapes;
    for (std::uint32_t number = 0; number < 60; ++number) {
      const Point at{coordinate(), coordinate()};
      RingPoints ring;
      for (int i = 0; i < 5; ++i) {
        ring.push_back({at.lat_e7 + static_cast<std::int32_t>(random() % 12),
                        at.lon_e7 + static_cast<std::int32_t>(random() % 12)});
      }
      shapes.push_back(shape(number, {{{ring}}}));
    }
    const std::vector<IndexedShape> kept = shapes;
    const GridIndex index(std::move(shapes));
    for (int i = 0; i < 300; ++i) {
      const Point point{coordinate(), coordinate()};
      std::vector<std::uint32_t> expected;
      for (const IndexedShape& one : kept) {
        if (side_slowly(one.polygons[0].rings[0], point) != RingSide::Outside) expected.push_back(one.number);
      }
      REQUIRE(numbers_of(index, point) == expected);
    }
  }
}

}  // namespace
}  // namespace whistle::engine
