// Where the limit of a clock stands in the rules.
#pragma once

#include <optional>
#include <string>

#include "engine/ruleset.h"
#include "tools/whistle/explanation.h"

namespace whistle::tools {

struct SourcedLimit {
  engine::Limit limit;
  LimitSource source{};
  std::string named;  // the row's code, or the urgency
};

// The limit that counts for a clock of that kind; of acknowledge, on-site, resolve and total clocks. The compiled
// catalogue holds inherited limits as the row's own, so a row that repeats the limit of the row above it is told as
// inheriting it.
[[nodiscard]] SourcedLimit limit_of(const engine::Ruleset& ruleset, std::optional<engine::CategoryIndex> category,
                                    engine::UrgencyIndex urgency, v1::ClockKind kind);

}  // namespace whistle::tools
