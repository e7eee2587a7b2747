// The messages of a ruleset between being parsed and being trusted: the checks and the conversions that Ruleset::load
// is made of.
#pragma once

#include <optional>

#include "engine/ruleset.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

struct RulesetParts {
  v1::CompiledRuleset manifest;
  v1::Territory territory;
  v1::Geometry geometry;
  v1::People people;
  v1::Catalogue catalogue;
  v1::Calendar calendar;
  v1::ClockRules clocks;
  v1::Routes routes;
  std::optional<v1::Evaluation> evaluation;  // nullopt: the district has none
  std::optional<v1::Retention> retention;    // the same
};

// nullopt: nothing found.
using Fault = std::optional<RulesetError>;

// Each checks one part: its order, its enumerators, and every index, also those into other parts.
[[nodiscard]] Fault fault_in_territory(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_geometry(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_people(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_catalogue(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_calendar(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_clocks(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_routes(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_evaluation(const RulesetParts& parts);
[[nodiscard]] Fault fault_in_retention(const RulesetParts& parts);

// Checked parts into plain values.
void read_territory(const v1::Territory& message, Ruleset& ruleset);
void read_geometry(const v1::Geometry& message, Ruleset& ruleset);
void read_people(const v1::People& message, Ruleset& ruleset);
void read_catalogue(const v1::Catalogue& message, Ruleset& ruleset);
void read_clocks(const v1::ClockRules& message, Ruleset& ruleset);
void read_routes(const v1::Routes& message, Ruleset& ruleset);
void read_retention(const v1::Retention& message, Ruleset& ruleset);

}  // namespace whistle::engine
