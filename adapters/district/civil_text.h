// Dates and times as people and programs write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/time.h"

namespace whistle::adapters::district {

// "2026-01-31" as days since 1970-01-01; nullopt for other forms, dates that do not exist, and years outside 1970 to
// 2199.
[[nodiscard]] std::optional<std::int32_t> parse_date(std::string_view text);
[[nodiscard]] std::string date_text(std::int32_t day);
// 0 is Monday, 6 Sunday.
[[nodiscard]] unsigned weekday_of(std::int32_t day);

// "08:30" as minutes of the day; "24:00" is 1440.
[[nodiscard]] std::optional<std::uint32_t> parse_minute_of_day(std::string_view text);

// RFC 3339 with an offset or Z; up to 9 fractional digits, of which microseconds are kept. A leap second is read as the
// second after. nullopt for other forms and for instants that the engine does not accept.
[[nodiscard]] std::optional<engine::Instant> parse_rfc3339(std::string_view text);
// Whole seconds, cut: "2015-03-19T08:30:00-04:00".
[[nodiscard]] std::string rfc3339_text(engine::Instant at, std::int32_t offset_seconds);

}  // namespace whistle::adapters::district
