// The cells of a district, put into classes that the rules cannot tell apart: where × kind × source × urgency × working
// or off hours. The catalogue's rows are not classed: each is routed by itself.
//
// Two places are in one class where every selector and every condition of the rules sees the same in both: class of
// place, estate type, watch flag, the estate's party, the party of each duty word that rules or catalogue name, the
// community, the street, and whether each area that a rule asks for contains it. Values of kind, source, urgency and
// hours are in one class where no rule asks for them. Routing looks at nothing else, so one routing counts for a class;
// the test routes every cell of random districts by itself and compares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/locate.h"
#include "engine/route.h"
#include "engine/ruleset.h"

namespace whistle::tools {

struct PlaceOfDistrict {
  engine::Place place;
  std::string code;  // of the estate, else of the area; empty: unlocated
};

struct CellClasses {
  // Every place that a whistle can be located at: each grid outside its estates, each estate in each of its grids, each
  // area above the grids, and nowhere.
  std::vector<PlaceOfDistrict> places;
  std::vector<std::vector<std::uint32_t>> place_classes;  // numbers of places, ascending; the first is routed
  // All combinations of kind, source, urgency and hours, without category. Blowers are nobody, as offline.
  std::vector<engine::RouteQuestion> circumstances;
  std::vector<std::vector<std::uint32_t>> circumstance_classes;
};

[[nodiscard]] CellClasses classes_of(const engine::Ruleset& ruleset);

}  // namespace whistle::tools
