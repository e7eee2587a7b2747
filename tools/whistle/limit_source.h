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

// The limit that counts for a clock of that kind; of acknowledge, on-site, resolve and total clocks. Told by where it
// stands, also where a row repeats the limit of the row above it. A ruleset that was compiled before the catalogue said
// which limits are a row's own holds inherited ones as own: there a row that repeats one is told as inheriting it.
[[nodiscard]] SourcedLimit limit_of(const engine::Ruleset& ruleset, std::optional<engine::CategoryIndex> category,
                                    engine::UrgencyIndex urgency, v1::ClockKind kind);

}  // namespace whistle::tools
