// How a selector of the rules was followed to a party at a place, step by step.
#pragma once

#include "engine/duty.h"
#include "tools/whistle/explanation.h"

namespace whistle::tools {

[[nodiscard]] PartySearch search_party(const engine::SelectorContext& context, const engine::Selector& selector);

}  // namespace whistle::tools
