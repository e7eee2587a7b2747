// Who leads in every case that can come: grid or estate × category × kind × source × urgency × working or off hours.
//
// What no rule asks about is counted without being tried again (a source, an urgency, an hour): such cells form one
// class. Everything else is routed one by one by the engine's own function.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/ruleset.h"

namespace whistle::tools {

struct Totality {
  std::uint64_t cells = 0;
  std::uint64_t classes = 0;    // routed one by one
  std::uint64_t desk = 0;       // led by the desk because the rule or the catalogue says so
  std::uint64_t fell_back = 0;  // led by the community or the desk because nobody was found
  std::map<std::string, std::uint64_t> fell_back_by_category;
};

// Places are every grid without an estate and every estate. Categories are all rows of the catalogue, and none.
[[nodiscard]] Totality count_cells(const engine::Ruleset& ruleset);

}  // namespace whistle::tools
