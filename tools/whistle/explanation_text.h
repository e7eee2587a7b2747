// An explanation for people and for programs.
#pragma once

#include <boost/json/fwd.hpp>

#include "tools/whistle/console.h"
#include "tools/whistle/explanation.h"
#include "tools/whistle/wording_event.h"

namespace whistle::tools {

void print_explanation(Console& console, const Telling& telling, const Explanation& explanation);

// {"turns":[…],"agrees":true,"disagreements":[]}: codes and the directory's own words, times in RFC 3339.
[[nodiscard]] boost::json::object explanation_json(const DistrictTime& time, const Explanation& explanation);

}  // namespace whistle::tools
