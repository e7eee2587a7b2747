// Where a whistle's matter is: DOMAIN's Routing step 1.
//
// Clues are tried in the order of LocatedBy; the first that leads anywhere decides. What the text leaves open, and what
// holds here:
// - Several grids that hold the point give one flag: `on_edge` where one of them does so by its edge, else `overlap`.
// - `outside`: there is a point, neither estate code nor an outline of estate or grid helped, whatever helped after
// that.
// - A `grid` that is the code of an area of another tier is an unknown grid; so is a legacy code whose system is not
// said.
// - An estate found without a point, or whose grids do not hold the point, lies in its lowest grid, also where the
// point lies in a
//   grid that is not the estate's.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/grid_index.h"
#include "engine/ids.h"
#include "engine/ruleset.h"
#include "whistle/v1/common.pb.h"

namespace whistle::engine {

// What a whistle says about its place; empty or absent: not said. Views are the caller's.
struct PlaceClues {
  std::optional<Point> point{};  // WGS84
  std::string_view estate{};
  std::string_view grid{};
  std::string_view legacy_system{};
  std::string_view legacy_code{};
  std::string_view area{};
  std::string_view address{};
};

struct Place {
  v1::LocatedBy how = v1::LOCATED_BY_UNLOCATED;
  v1::PlaceClass place_class = v1::PLACE_CLASS_UNLOCATED;
  std::optional<EstateIndex> estate;
  std::optional<AreaIndex> area;     // the most specific area known: a grid wherever one is
  std::vector<v1::RouteFlag> flags;  // ascending; of placing alone

  friend bool operator==(const Place&, const Place&) = default;
};

[[nodiscard]] Place locate(const Ruleset& ruleset, const PlaceClues& clues);

}  // namespace whistle::engine
