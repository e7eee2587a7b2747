// The options that say where a matter is: of a whistle, and of a ticket that is put right.
#pragma once

#include <string>

#include "adapters/district/whistle_stream.h"
#include "tools/whistle/command_line.h"

namespace whistle::tools {

struct PlaceOptions {
  std::string estate, grid, area, address, legacy, lat, lon, datum = "WGS84";

  // Whether any of them was given, the address apart.
  [[nodiscard]] bool locate() const {
    return !(estate.empty() && grid.empty() && area.empty() && legacy.empty() && lat.empty());
  }
};

void add_place_options(CLI::App& command, PlaceOptions& options, Language language);
// Fails on what cannot be a place.
[[nodiscard]] Result<void> put_place(Language language, const PlaceOptions& options,
                                     adapters::district::StreamWhistle& whistle);
// The same as the language has it, without the address.
[[nodiscard]] Result<v1::Location> location_of(Language language, const PlaceOptions& options);

}  // namespace whistle::tools
