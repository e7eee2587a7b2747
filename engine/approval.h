// What has to be approved before anybody handles it 待批: the catalogue's column `approval` names the tier. Source:
// DOMAIN, "Life of a ticket"; DISTRICT, catalogue.csv.
//
// Used by the decide_*.cc files alone.
#pragma once

#include "engine/dispatch.h"

namespace whistle::engine {

// Whether the category wants an approval first.
[[nodiscard]] bool needs_approval(const Ruleset& rules, std::optional<CategoryIndex> category);
// The approver leads under the arbitrate clock: the place's party of that tier, or the desk where there is none or the
// matter is a complaint about it.
void await_approval(Draft& draft, const Place& place, CategoryIndex category, const Routing& routing);

}  // namespace whistle::engine
