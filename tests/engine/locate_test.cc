#include "engine/locate.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/engine/sample_district.h"

namespace whistle::engine {
namespace {

using Flags = std::vector<v1::RouteFlag>;

// A place in words, so that a failure can be read.
struct Found {
  v1::LocatedBy how;
  v1::PlaceClass place;
  std::string estate;
  std::string area;
  Flags flags;

  friend bool operator==(const Found&, const Found&) = default;
};

std::ostream& operator<<(std::ostream& out, const Found& found) {
  out << v1::LocatedBy_Name(found.how) << ' ' << v1::PlaceClass_Name(found.place) << " estate=" << found.estate
      << " area=" << found.area;
  for (const v1::RouteFlag flag : found.flags)
    out << ' ' << v1::RouteFlag_Name(flag);
  return out;
}

const Ruleset& sample() {
  static const auto ruleset = load(sample_district()).value();
  return *ruleset;
}

Found find(const PlaceClues& clues) {
  const Place place = locate(sample(), clues);
  return {place.how, place.place_class, place.estate ? sample().estate(*place.estate).code : "",
          place.area ? sample().area(*place.area).code : "", place.flags};
}

constexpr Point kInG1{500, 500};
constexpr Point kOnEdgeOfG1AndG2{500, 1000};
constexpr Point kInG3{900, 2500};
constexpr Point kInG4AndG5{500, 3950};
constexpr Point kInE1AndG2{200, 1050};
constexpr Point kOnEdgeInE1{200, 1000};
constexpr Point kInHoleOfG5{500, 4500};
constexpr Point kFarAway{100'000, 100'000};
constexpr Point kInE3OutsideGrids{5050, 5050};

TEST_CASE("a known estate code comes before everything else") {
  CHECK(find({.point = kInG3, .estate = "E1", .grid = "G4", .area = "C21"}) ==
        Found{v1::LOCATED_BY_ESTATE, v1::PLACE_CLASS_ESTATE, "E1", "G1", {}});
}

TEST_CASE("an estate of several grids lies in the one that holds the point, else in the lowest") {
  CHECK(find({.estate = "E1"}).area == "G1");
  CHECK(find({.point = Point{500, 1500}, .estate = "E1"}).area == "G2");
  CHECK(find({.point = kInG3, .estate = "E1"}).area == "G1");
  CHECK(find({.point = kFarAway, .estate = "E1"}).area == "G1");
  CHECK(find({.point = kInE1AndG2}) == Found{v1::LOCATED_BY_ESTATE_POLYGON, v1::PLACE_CLASS_ESTATE, "E1", "G2", {}});
  CHECK(find({.point = kOnEdgeInE1}).area == "G1");
}

TEST_CASE("an unknown estate code is flagged and skipped") {
  CHECK(find({.point = kInG3, .estate = "E9"}) ==
        Found{v1::LOCATED_BY_GRID_POLYGON, v1::PLACE_CLASS_GRID, "", "G3", {v1::ROUTE_FLAG_UNKNOWN_ESTATE}});
}

TEST_CASE("an estate's outline comes before the grid's, and of several the lowest code wins") {
  CHECK(find({.point = Point{150, 2150}}) ==
        Found{v1::LOCATED_BY_ESTATE_POLYGON, v1::PLACE_CLASS_ESTATE, "E2", "G3", {}});
  CHECK(find({.point = Point{250, 2250}}).estate == "E2");  // in E2 and E3
  CHECK(find({.point = Point{300, 2300}}).estate == "E2");  // the corner of E2, inside E3
  CHECK(find({.point = Point{350, 2350}}).estate == "E3");
}

TEST_CASE("an estate's outline helps where no grid holds the point") {
  CHECK(find({.point = kInE3OutsideGrids}) ==
        Found{v1::LOCATED_BY_ESTATE_POLYGON, v1::PLACE_CLASS_ESTATE, "E3", "G4", {}});
}

TEST_CASE("a point on a shared edge belongs to the lowest grid, flagged") {
  CHECK(find({.point = kOnEdgeOfG1AndG2}) ==
        Found{v1::LOCATED_BY_GRID_POLYGON, v1::PLACE_CLASS_GRID, "", "G1", {v1::ROUTE_FLAG_ON_EDGE}});
}

TEST_CASE("a point in an overlap belongs to the lowest grid, flagged") {
  CHECK(find({.point = kInG4AndG5}) ==
        Found{v1::LOCATED_BY_GRID_POLYGON, v1::PLACE_CLASS_GRID, "", "G4", {v1::ROUTE_FLAG_OVERLAP}});
  // On the edge of one of the two.
  CHECK(find({.point = Point{500, 3900}}).flags == Flags{v1::ROUTE_FLAG_ON_EDGE});
}

TEST_CASE("an edge that no other grid shares is not flagged") {
  CHECK(find({.point = Point{0, 500}}) == Found{v1::LOCATED_BY_GRID_POLYGON, v1::PLACE_CLASS_GRID, "", "G1", {}});
  CHECK(find({.point = Point{400, 4500}}).area == "G5");  // a hole's edge
}

TEST_CASE("edge and overlap are flagged however the place was found") {
  CHECK(find({.point = kOnEdgeInE1}).flags == Flags{v1::ROUTE_FLAG_ON_EDGE});
  CHECK(find({.point = kInG4AndG5, .estate = "E2"}) ==
        Found{v1::LOCATED_BY_ESTATE, v1::PLACE_CLASS_ESTATE, "E2", "G3", {v1::ROUTE_FLAG_OVERLAP}});
}

TEST_CASE("a grid's outline comes before a grid code") {
  CHECK(find({.point = kInG1, .grid = "G4"}) == Found{v1::LOCATED_BY_GRID_POLYGON, v1::PLACE_CLASS_GRID, "", "G1", {}});
  CHECK(find({.point = kInG1, .grid = "unknown"}).flags.empty());  // nobody looked at it
}

TEST_CASE("a point outside every grid falls to the next clue, flagged") {
  const Flags outside{v1::ROUTE_FLAG_OUTSIDE};
  CHECK(find({.point = kInHoleOfG5, .grid = "G5"}) ==
        Found{v1::LOCATED_BY_GRID, v1::PLACE_CLASS_GRID, "", "G5", outside});
  CHECK(find({.point = kFarAway, .legacy_system = "police", .legacy_code = "7"}) ==
        Found{v1::LOCATED_BY_LEGACY, v1::PLACE_CLASS_GRID, "", "G3", outside});
  CHECK(find({.point = kFarAway, .address = "阳光花园"}) ==
        Found{v1::LOCATED_BY_ADDRESS, v1::PLACE_CLASS_ESTATE, "E1", "G1", outside});
  CHECK(find({.point = kFarAway, .area = "C21"}) ==
        Found{v1::LOCATED_BY_AREA, v1::PLACE_CLASS_AREA, "", "C21", outside});
  CHECK(find({.point = kFarAway, .estate = "E2"}).flags.empty());
  CHECK(find({.point = kInE3OutsideGrids}).flags.empty());
}

TEST_CASE("a point outside every grid and nothing else is outside and unlocated") {
  CHECK(find({.point = kFarAway}) ==
        Found{v1::LOCATED_BY_OUTSIDE, v1::PLACE_CLASS_UNLOCATED, "", "", {v1::ROUTE_FLAG_OUTSIDE}});
  CHECK(find({.point = kFarAway, .estate = "x", .grid = "x", .legacy_code = "x", .area = "x", .address = "x"}) ==
        Found{v1::LOCATED_BY_OUTSIDE,
              v1::PLACE_CLASS_UNLOCATED,
              "",
              "",
              {v1::ROUTE_FLAG_OUTSIDE, v1::ROUTE_FLAG_UNKNOWN_ESTATE, v1::ROUTE_FLAG_UNKNOWN_GRID,
               v1::ROUTE_FLAG_UNKNOWN_LEGACY, v1::ROUTE_FLAG_UNKNOWN_AREA}});
}

TEST_CASE("without a point nothing is outside") {
  CHECK(find({}) == Found{v1::LOCATED_BY_UNLOCATED, v1::PLACE_CLASS_UNLOCATED, "", "", {}});
  CHECK(find({.grid = "G9"}).flags == Flags{v1::ROUTE_FLAG_UNKNOWN_GRID});
}

TEST_CASE("the clues after the point are tried in order") {
  PlaceClues clues{.grid = "G2", .legacy_system = "police", .legacy_code = "7", .area = "S2", .address = "East Gate"};
  CHECK(find(clues) == Found{v1::LOCATED_BY_GRID, v1::PLACE_CLASS_GRID, "", "G2", {}});
  clues.grid = "";
  CHECK(find(clues) == Found{v1::LOCATED_BY_LEGACY, v1::PLACE_CLASS_GRID, "", "G3", {}});
  clues.legacy_code = "8";
  CHECK(find(clues) == Found{v1::LOCATED_BY_ADDRESS, v1::PLACE_CLASS_GRID, "", "G5", {v1::ROUTE_FLAG_UNKNOWN_LEGACY}});
  clues.address = "West Gate";
  CHECK(find(clues) == Found{v1::LOCATED_BY_AREA, v1::PLACE_CLASS_AREA, "", "S2", {v1::ROUTE_FLAG_UNKNOWN_LEGACY}});
}

TEST_CASE("the longest alias in the address decides between estate and grid") {
  CHECK(find({.address = "健康街阳光花园3号"}) ==
        Found{v1::LOCATED_BY_ADDRESS, v1::PLACE_CLASS_ESTATE, "E1", "G1", {}});
  CHECK(find({.address = "阳光路"}) == Found{v1::LOCATED_BY_ADDRESS, v1::PLACE_CLASS_GRID, "", "G2", {}});
}

TEST_CASE("an area that is a grid's code gives the grid, a larger one the area") {
  CHECK(find({.area = "G4"}) == Found{v1::LOCATED_BY_AREA, v1::PLACE_CLASS_GRID, "", "G4", {}});
  CHECK(find({.area = "D"}) == Found{v1::LOCATED_BY_AREA, v1::PLACE_CLASS_AREA, "", "D", {}});
  CHECK(find({.area = "X"}).flags == Flags{v1::ROUTE_FLAG_UNKNOWN_AREA});
}

TEST_CASE("a grid that is the code of a larger area is an unknown grid") {
  CHECK(find({.grid = "C11"}) ==
        Found{v1::LOCATED_BY_UNLOCATED, v1::PLACE_CLASS_UNLOCATED, "", "", {v1::ROUTE_FLAG_UNKNOWN_GRID}});
}

TEST_CASE("a ruleset without geometry puts no point in a grid") {
  const auto ruleset = load(sample_district(), LoadGeometry::No).value();
  CHECK(locate(*ruleset, {.point = kInG1}).how == v1::LOCATED_BY_OUTSIDE);
  CHECK(locate(*ruleset, {.point = kInG1, .estate = "E1"}).how == v1::LOCATED_BY_ESTATE);
}

}  // namespace
}  // namespace whistle::engine
