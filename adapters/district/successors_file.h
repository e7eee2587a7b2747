// successors.csv: who takes over from parties that the directory no longer has.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// By the party that is gone. Rows may stay for as long as anybody likes: of parties that nothing is open of they say
// nothing. A party that parties.csv still has is an error, and so is a successor that it does not have.
[[nodiscard]] std::vector<v1::Successor> read_successors(const FileReport& report, std::string_view bytes,
                                                         const Parties& parties);

}  // namespace whistle::adapters::district
