// estates.csv: residential compounds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/areas_file.h"
#include "adapters/district/names.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// An address word that leads to an estate or a grid, and where it stands.
struct AliasRow {
  v1::Alias alias;
  std::string file;
  std::uint32_t line = 0;
};

struct Estates {
  NameTable names;
  std::vector<v1::Estate> rows;   // by code
  std::vector<AliasRow> aliases;  // of the column `aliases`
};

[[nodiscard]] Estates read_estates(const FileReport& report, std::string_view bytes, const Areas& areas,
                                   const Parties& parties);

}  // namespace whistle::adapters::district
