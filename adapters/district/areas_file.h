// areas.csv: the tree district > street > community > grid.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/district/cells.h"
#include "adapters/district/diagnostic.h"
#include "adapters/district/names.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Areas {
  NameTable names;
  std::vector<v1::Area> rows;  // by code

  // The area's index if it is a grid; else reported.
  [[nodiscard]] std::optional<std::uint32_t> resolve_grid(const FileReport& report, SourcePosition at,
                                                          std::string_view field, std::string_view code) const;
  // As resolve_grid, for a `;`-list; ascending.
  [[nodiscard]] std::vector<std::uint32_t> resolve_grids(const FileReport& report, const Cells& cells,
                                                         std::size_t column) const;
};

[[nodiscard]] Areas read_areas(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
