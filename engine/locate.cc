#include "engine/locate.h"

#include <algorithm>

namespace whistle::engine {
namespace {

bool holds(const std::vector<ShapeHit>& hits, AreaIndex area) {
  return std::any_of(hits.begin(), hits.end(), [&](const ShapeHit& hit) { return hit.number == area.value; });
}

void be_in_estate(Place& place, const Ruleset& ruleset, EstateIndex index, const std::vector<ShapeHit>& grids_hit) {
  const std::vector<AreaIndex>& grids = ruleset.estate(index).grids;
  const auto holding = std::find_if(grids.begin(), grids.end(), [&](AreaIndex grid) { return holds(grids_hit, grid); });
  place.place_class = v1::PLACE_CLASS_ESTATE;
  place.estate = index;
  place.area = holding == grids.end() ? grids.front() : *holding;
}

void be_in_area(Place& place, const Ruleset& ruleset, AreaIndex index) {
  const bool grid = ruleset.area(index).tier == v1::TIER_GRID;
  place.place_class = grid ? v1::PLACE_CLASS_GRID : v1::PLACE_CLASS_AREA;
  place.area = index;
}

// One attempt of locating: the clues, and what their point hits.
class Locating {
 public:
  Locating(const Ruleset& ruleset, const PlaceClues& clues) : ruleset_(ruleset), clues_(clues) {
    if (clues.point) ruleset.grid_shapes.find(*clues.point, grids_hit_);
  }

  Place find() {
    if (grids_hit_.size() > 1) {
      const bool by_edge =
          std::any_of(grids_hit_.begin(), grids_hit_.end(), [](const ShapeHit& hit) { return hit.on_edge; });
      flag(by_edge ? v1::ROUTE_FLAG_ON_EDGE : v1::ROUTE_FLAG_OVERLAP);
    }
    place_.how = how();
    std::sort(place_.flags.begin(), place_.flags.end());
    return std::move(place_);
  }

 private:
  v1::LocatedBy how() {
    if (by_estate()) return v1::LOCATED_BY_ESTATE;
    if (by_estate_polygon()) return v1::LOCATED_BY_ESTATE_POLYGON;
    if (by_grid_polygon()) return v1::LOCATED_BY_GRID_POLYGON;
    if (clues_.point) flag(v1::ROUTE_FLAG_OUTSIDE);
    if (by_grid()) return v1::LOCATED_BY_GRID;
    if (by_legacy()) return v1::LOCATED_BY_LEGACY;
    if (by_address()) return v1::LOCATED_BY_ADDRESS;
    if (by_area()) return v1::LOCATED_BY_AREA;
    return clues_.point ? v1::LOCATED_BY_OUTSIDE : v1::LOCATED_BY_UNLOCATED;
  }

  bool by_estate() {
    if (clues_.estate.empty()) return false;
    const auto estate = ruleset_.find_estate(clues_.estate);
    if (!estate) return unknown(v1::ROUTE_FLAG_UNKNOWN_ESTATE);
    be_in_estate(place_, ruleset_, *estate, grids_hit_);
    return true;
  }

  bool by_estate_polygon() {
    if (!clues_.point || ruleset_.estate_shapes.empty()) return false;
    std::vector<ShapeHit> estates_hit;
    ruleset_.estate_shapes.find(*clues_.point, estates_hit);
    if (estates_hit.empty()) return false;
    be_in_estate(place_, ruleset_, EstateIndex{estates_hit.front().number}, grids_hit_);
    return true;
  }

  bool by_grid_polygon() {
    if (grids_hit_.empty()) return false;
    be_in_area(place_, ruleset_, AreaIndex{grids_hit_.front().number});
    return true;
  }

  bool by_grid() {
    if (clues_.grid.empty()) return false;
    const auto grid = ruleset_.find_area(clues_.grid);
    if (!grid || ruleset_.area(*grid).tier != v1::TIER_GRID) return unknown(v1::ROUTE_FLAG_UNKNOWN_GRID);
    be_in_area(place_, ruleset_, *grid);
    return true;
  }

  bool by_legacy() {
    if (clues_.legacy_system.empty() && clues_.legacy_code.empty()) return false;
    const auto grid = ruleset_.find_legacy(clues_.legacy_system, clues_.legacy_code);
    if (!grid) return unknown(v1::ROUTE_FLAG_UNKNOWN_LEGACY);
    be_in_area(place_, ruleset_, *grid);
    return true;
  }

  bool by_address() {
    const Alias* alias = ruleset_.alias_in(clues_.address);
    if (alias == nullptr) return false;
    if (alias->estate) {
      be_in_estate(place_, ruleset_, *alias->estate, grids_hit_);
    } else {
      be_in_area(place_, ruleset_, *alias->grid);
    }
    return true;
  }

  bool by_area() {
    if (clues_.area.empty()) return false;
    const auto area = ruleset_.find_area(clues_.area);
    if (!area) return unknown(v1::ROUTE_FLAG_UNKNOWN_AREA);
    be_in_area(place_, ruleset_, *area);
    return true;
  }

  bool unknown(v1::RouteFlag what) {
    flag(what);
    return false;
  }

  void flag(v1::RouteFlag what) { place_.flags.push_back(what); }

  const Ruleset& ruleset_;
  const PlaceClues& clues_;
  std::vector<ShapeHit> grids_hit_;  // ascending by code
  Place place_;
};

}  // namespace

Place locate(const Ruleset& ruleset, const PlaceClues& clues) {
  return Locating(ruleset, clues).find();
}

}  // namespace whistle::engine
