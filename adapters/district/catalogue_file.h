// catalogue.csv: categories, their conditions and limits.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/clocks_file.h"
#include "adapters/district/names.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Categories {
  NameTable names;
  std::vector<v1::Category> rows;  // by code; what is inherited has been filled in
};

[[nodiscard]] Categories read_catalogue(const FileReport& report, std::string_view bytes, const Parties& parties,
                                        const Urgencies& urgencies);

}  // namespace whistle::adapters::district
