// The count of cells for people and for programs.
#pragma once

#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "tools/whistle/language.h"
#include "tools/whistle/totality.h"

namespace whistle::tools {

// The count, then a line for each group of cells that only the last resort leads; of long lists the first names.
[[nodiscard]] std::vector<std::string> totality_lines(Language language, const engine::Ruleset& ruleset,
                                                      const Totality& totality);
// Every name.
[[nodiscard]] boost::json::object totality_json(const Totality& totality);

}  // namespace whistle::tools
