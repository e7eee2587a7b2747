// The small tables that lead to places: legacy_grids.csv, places.csv, venues.csv.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/areas_file.h"
#include "adapters/district/diagnostic.h"
#include "adapters/district/estates_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// By system, then code.
[[nodiscard]] std::vector<v1::LegacyGrid> read_legacy_grids(const FileReport& report, std::string_view bytes,
                                                            const Areas& areas);
[[nodiscard]] std::vector<AliasRow> read_places(const FileReport& report, std::string_view bytes, const Areas& areas,
                                                const Estates& estates);
// By code.
[[nodiscard]] std::vector<v1::Venue> read_venues(const FileReport& report, std::string_view bytes, const Areas& areas);

// Sorted by text. A word that leads to two places is an error; the same word for the same place, given twice, counts
// once.
[[nodiscard]] std::vector<v1::Alias> merge_aliases(Diagnostics& diagnostics, std::vector<AliasRow> aliases);

}  // namespace whistle::adapters::district
