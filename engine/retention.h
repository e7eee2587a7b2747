// How long the personal data of a ticket are kept after its closing, by the class of its category. Source: the
// district's retention.yaml.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/ruleset.h"
#include "engine/time.h"

namespace whistle::engine {

inline constexpr std::uint32_t kRetentionDaysMax = 36'500;

// When the personal data of a ticket of that category, closed then, fall due to be erased; nullopt: these rules let
// them be kept. A category that the rules no longer have, or a whistle without one, is kept as long as the class that
// is kept longest.
[[nodiscard]] std::optional<Instant> kept_until(const Ruleset& rules, std::string_view category, Instant closed);

}  // namespace whistle::engine
