// parties.csv: who can be responsible, where, for what.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/areas_file.h"
#include "adapters/district/names.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Parties {
  NameTable names;
  std::vector<v1::Party> rows;      // by code
  std::vector<std::string> duties;  // every duty word that some party has, ascending

  [[nodiscard]] bool has_duty(std::string_view word) const;
};

[[nodiscard]] Parties read_parties(const FileReport& report, std::string_view bytes, const Areas& areas);

}  // namespace whistle::adapters::district
