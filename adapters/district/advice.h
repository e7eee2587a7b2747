// What `district check` finds in rules that compile: nothing here is wrong, all of it is worth a look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/district/compile.h"
#include "adapters/district/coverage.h"
#include "adapters/district/diagnostic.h"
#include "engine/ruleset.h"

namespace whistle::adapters::district {

// Overlaps and gaps as warnings of grids.geojson.
void advise_on_coverage(const CompiledDistrict& district, const engine::Ruleset& ruleset,
                        const std::vector<Overlap>& overlaps, const std::vector<Gap>& gaps, Diagnostics& diagnostics);
// The first of the rules before it that holds wherever the rule does; nullopt: none does so alone.
[[nodiscard]] std::optional<std::size_t> shadowing_rule(const engine::Ruleset& ruleset, std::size_t rule);
// Rules that an earlier rule covers wholly.
void advise_on_routes(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics);
// Duties and authorities that nobody serves, here or anywhere; parties without members, or that could lead and have
// nobody to act; categories without a clock.
void advise_on_duties(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics);
void advise_on_people(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics);
void advise_on_limits(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics);
// Ladders that end nowhere, step back, or keep urgent matters waiting for office hours.
void advise_on_ladders(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics);
// Whether the calendar's data reach the day, and the longest limit of working time that is given on it. Without a day
// that on which the rules come into force; nothing where that is not said either.
void advise_on_calendar(const CompiledDistrict& district, const engine::Ruleset& ruleset,
                        std::optional<std::int32_t> day, Diagnostics& diagnostics);

// The compiled calendar, for its dates.
[[nodiscard]] v1::Calendar calendar_of(const CompiledDistrict& district);

}  // namespace whistle::adapters::district
