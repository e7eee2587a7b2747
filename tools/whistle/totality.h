// Who leads in every case that can come, and where it is only the last resort: places × catalogue × kind × source ×
// urgency × working or off hours (cell_classes.h). Each class of cells is routed by the engine's own function.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ruleset.h"

namespace whistle::tools {

enum class LastResort : std::uint8_t {
  DeskByRule,       // the rule or the catalogue says so
  FellToCommunity,  // an estate's lead was found nowhere
  FellToDesk,       // the rule's lead was found nowhere
};

// Cells that are led by the last resort alone. Every category has such cells at every place; by kind, source, urgency
// or hour some cells there may be led by others.
struct LastResortCells {
  LastResort why{};
  std::vector<std::string> categories;  // codes, ascending; empty text: a whistle without category
  std::vector<std::string> places;      // codes of estates and areas, in the district's order; empty text: unlocated
  std::uint64_t cells = 0;
};

struct Totality {
  std::uint64_t cells = 0;    // each has exactly one lead
  std::uint64_t classes = 0;  // routed one by one
  std::uint64_t places = 0;
  std::uint64_t categories = 0;              // the catalogue's rows, and none
  std::uint64_t circumstances = 0;           // kind × source × urgency × hours
  std::uint64_t desk = 0;                    // led by the desk because the rules say so
  std::uint64_t fell_back = 0;               // led by the community or the desk because nobody was found
  std::vector<std::uint32_t> idle_rules;     // indexes of routes that decide no cell, ascending
  std::vector<LastResortCells> last_resort;  // categories with the same places stand together
};

[[nodiscard]] Totality count_cells(const engine::Ruleset& ruleset);

}  // namespace whistle::tools
