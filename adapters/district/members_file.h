// members.csv: people who act for parties.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/areas_file.h"
#include "adapters/district/names.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Members {
  NameTable names;
  std::vector<v1::Member> rows;  // by code
};

[[nodiscard]] Members read_members(const FileReport& report, std::string_view bytes, const Areas& areas,
                                   const Parties& parties);

}  // namespace whistle::adapters::district
