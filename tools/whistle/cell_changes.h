// Who leads and who assists in every case that can come under two rulesets: the cells of cell_classes.h that both have,
// place, category, kind, source, urgency and hour class by their codes, each routed under both.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ruleset.h"

namespace whistle::tools {

// Cells in which other parties assist.
struct AssistChange {
  std::vector<std::string> before;  // party codes, ascending
  std::vector<std::string> after;
  std::vector<std::string> categories;  // codes, ascending; empty text: a whistle without category
  std::uint64_t cells = 0;
};

struct CellChanges {
  std::uint64_t cells = 0;  // that both have
  std::uint64_t other_lead = 0;
  std::uint64_t other_assist = 0;
  std::vector<AssistChange> assist;  // by before, then after
};

[[nodiscard]] CellChanges compare_cells(const engine::Ruleset& before, const engine::Ruleset& after);

}  // namespace whistle::tools
