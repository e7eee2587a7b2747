// routes.yaml: who leads, who assists, who is told.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/district/areas_file.h"
#include "adapters/district/catalogue_file.h"
#include "adapters/district/clocks_file.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct RouteList {
  v1::Routes rules;
  std::vector<std::uint32_t> lines;
};

// What rules may name.
struct RouteNames {
  const Areas& areas;
  const Parties& parties;
  const Categories& categories;
  const Clocks& clocks;
};

[[nodiscard]] RouteList read_routes(const FileReport& report, std::string_view bytes, const RouteNames& names);

}  // namespace whistle::adapters::district
