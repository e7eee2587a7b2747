// Words for the counts, rates and deeds of the evaluation. Exhaustive: one without words does not compile.
#pragma once

#include <string_view>

#include "engine/evaluation_figures.h"
#include "tools/whistle/wording.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::tools {

[[nodiscard]] std::string_view words_for(Language language, engine::Rate rate);
// Short, for the heading of a column.
[[nodiscard]] std::string_view words_for(Language language, v1::DeedKind kind);

}  // namespace whistle::tools
