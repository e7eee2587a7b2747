// A core that runs, for the tests of what it decides: its journal made, its rules published, its engine started; and
// what is said to it.
//
//   auto core = started_core();                                   // on the sample district
//   add_member(parts, "M2", "DESK", {v1::ROLE_DISPATCHER});
//   auto other = started_core(parts);
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "engine/core.h"
#include "tests/engine/sample_district.h"

namespace whistle::engine {

inline const std::string kSampleHash(32, 'r');            // what started_core publishes
inline constexpr Instant kMonday{1'790'557'200'000'000};  // 2026-09-28 09:00 in the sample's zone, working time

// Members stand in the order of their codes: they are added in it.
void add_member(RulesetParts& parts, const char* code, const char* party, std::initializer_list<v1::Role> roles);

// `logic`: what its journal begins with.
[[nodiscard]] Core started_core(const RulesetParts& parts = sample_district(), std::uint32_t logic = kNewestLogic);

// By a resident, of this estate.
[[nodiscard]] v1::Command whistle(const char* category, const char* estate);
[[nodiscard]] v1::Command acknowledge(std::uint64_t ticket);
[[nodiscard]] v1::Command resolve(std::uint64_t ticket);  // fixed
[[nodiscard]] v1::Command finish(std::uint64_t ticket);   // an assistant's part
[[nodiscard]] v1::Command dispute(std::uint64_t ticket);
[[nodiscard]] v1::Command urge(std::uint64_t ticket);

}  // namespace whistle::engine
