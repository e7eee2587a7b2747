// A small district for the tests of the core, in the messages that a directory compiles to.
//
//   RulesetParts parts = sample_district();
//   parts.routes = routes({rule("gas").category("G").lead(duty_word("gas")), rule("rest").lead(by_catalogue())});
//   const auto ruleset = load(parts).value();
//
// Its grids lie in one row, a thousand units (1e-7 degree) high; G5 overlaps G4 and has a hole:
//
//   lon  0 ... 1000 ... 2000 ... 3000 ... 3900 4000 ... 5000
//        G1     G2       G3       G4       G4+G5  G5
//        `---- C11 ---'  C12      `------- C21 -----'
//        `------- S1 --------'    `------- S2 -----'      all in D
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ruleset_parts.h"

namespace whistle::engine {

[[nodiscard]] RulesetParts sample_district();

// Serializes the parts and loads them.
[[nodiscard]] tl::expected<std::shared_ptr<const Ruleset>, RulesetError> load(
    const RulesetParts& parts, LoadGeometry geometry = LoadGeometry::Yes);

[[nodiscard]] v1::Selector estate_party();
[[nodiscard]] v1::Selector by_catalogue();
[[nodiscard]] v1::Selector duty_word(std::string_view word);
[[nodiscard]] v1::Selector of_tier(v1::Tier tier);
[[nodiscard]] v1::Selector party(std::string_view code);
[[nodiscard]] v1::Selector blower();

// A route as a test writes it: codes instead of indexes, which are those of sample_district().
class RuleText {
 public:
  explicit RuleText(std::string_view id) { route_.set_id(std::string(id)); }

  RuleText& lead(const v1::Selector& selector);
  RuleText& assist(const v1::Selector& selector);
  RuleText& inform(const v1::Selector& selector);
  RuleText& against(const v1::Selector& selector);
  RuleText& hand_off(std::string_view number);
  RuleText& ladder(std::string_view name);
  RuleText& category(std::string_view code);
  RuleText& area(std::string_view code);
  RuleText& urgency(std::string_view name);
  v1::RouteCondition& when() { return *route_.mutable_when(); }

  const v1::Route& message() const { return route_; }

 private:
  v1::Route route_;
};

[[nodiscard]] inline RuleText rule(std::string_view id) {
  return RuleText(id);
}
[[nodiscard]] v1::Routes routes(const std::vector<RuleText>& rules);

}  // namespace whistle::engine
