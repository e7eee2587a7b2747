// Instants as Open311 writes them: ISO 8601 with an offset.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/open311/document.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/georeport.h"
#include "adapters/open311/parameters.h"

namespace whistle::adapters::open311 {

// Microseconds UTC. Seconds may be left out, and a space may stand where the offset's '+' was: clients forget to escape
// it. nullopt: another form, no such date or time, or outside the years 1970 to 2199.
[[nodiscard]] std::optional<std::int64_t> read_instant(std::string_view text);

// Of a parameter; nullopt: it was not given, or it is none and a fault was added.
[[nodiscard]] std::optional<std::int64_t> read_instant(Parameters& from, Faults& faults, std::string_view name);

// With the district's offset at that instant, whole seconds; null: not an instant of those years, 0 among them.
[[nodiscard]] Value instant(std::int64_t us, const Context& context);

}  // namespace whistle::adapters::open311
