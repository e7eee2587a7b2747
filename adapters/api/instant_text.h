// Instants as RFC 3339 writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whistle::adapters::api {

// Microseconds since 1970 UTC, of "2026-09-28T14:03:00.5+08:00" and the like; digits past the sixth of the fraction are
// dropped. nullopt: not such a text, no such date, a leap second, or a year past 9999.
[[nodiscard]] std::optional<std::int64_t> parse_instant(std::string_view text);

}  // namespace whistle::adapters::api
