// A ruleset in the directory's own words, for people and for programs: what `district show` prints and `district diff`
// compares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "engine/ruleset.h"

namespace whistle::tools {

struct TreeLine {
  std::uint32_t area = 0;  // index
  std::size_t depth = 0;   // 0: the district
};

// Depth first, areas of one parent by code.
[[nodiscard]] std::vector<TreeLine> tree_of(const engine::Ruleset& ruleset);

[[nodiscard]] std::string selector_words(const engine::Ruleset& ruleset, const engine::Selector& selector);
// A rule's conditions by key, each with its values, in the order in which DISTRICT.md names them.
using ConditionWords = std::vector<std::pair<std::string, std::vector<std::string>>>;
[[nodiscard]] ConditionWords condition_words(const engine::Ruleset& ruleset, const engine::RouteCondition& when);

// "gas: category E0502|C0504 -> duty:gas, assist estate, hand off 119"
[[nodiscard]] std::string route_text(const engine::Ruleset& ruleset, const engine::Route& route);
// The ladder's name and kinds, then a line for each clock.
[[nodiscard]] std::vector<std::string> ladder_lines(const engine::Ruleset& ruleset, const engine::Ladder& ladder);
// "urgent: ack 15m, on_site 0, …"
[[nodiscard]] std::string urgency_text(const engine::Urgency& urgency);

[[nodiscard]] boost::json::object route_json(const engine::Ruleset& ruleset, const engine::Route& route);
[[nodiscard]] boost::json::object ladder_json(const engine::Ruleset& ruleset, const engine::Ladder& ladder);
[[nodiscard]] boost::json::object urgency_json(const engine::Urgency& urgency);

}  // namespace whistle::tools
