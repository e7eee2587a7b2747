#include "engine/duty.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/engine/sample_district.h"

namespace whistle::engine {
namespace {

const Ruleset& sample() {
  static const auto ruleset = load(sample_district()).value();
  return *ruleset;
}

Place at(std::string_view area, std::string_view estate = {}) {
  Place place;
  place.area = sample().find_area(area);
  place.estate = sample().find_estate(estate);
  return place;
}

std::string code(std::optional<PartyIndex> party) {
  return party ? sample().party(*party).code : "nobody";
}

std::string duty(std::string_view word, std::string_view area) {
  return code(party_for_duty(sample(), at(area), word));
}
std::string tier(v1::Tier tier, std::string_view area) {
  return code(party_for_tier(sample(), at(area), tier));
}

std::string selected(v1::SelectorKind kind, const Place& place, std::string_view category = {},
                     std::string_view lead = {}, std::string_view blower_code = {}) {
  Selector selector;
  selector.kind = kind;
  return code(select(
      {sample(), place, sample().find_category(category), sample().find_party(lead), sample().find_party(blower_code)},
      selector));
}

TEST_CASE("a duty is served by the party whose area is the smallest that contains the place") {
  CHECK(duty("drainage", "G1") == "DEP-S1");  // its street
  CHECK(duty("drainage", "G4") == "DEP-S1");  // the grid that it lists beside the street
  CHECK(duty("drainage", "G5") == "DEP");
  CHECK(duty("drainage", "C12") == "DEP-S1");
  CHECK(duty("drainage", "C21") == "DEP");
  CHECK(duty("drainage", "D") == "DEP");
  CHECK(duty("gas", "G1") == "DEP");
}

TEST_CASE("a duty that nobody serves at a place finds nobody") {
  CHECK(duty("lamps", "G1") == "nobody");
  CHECK(duty("lamps", "G4") == "LAMPS");
  CHECK(duty("unheard of", "G4") == "nobody");
  CHECK(duty("", "G4") == "nobody");
}

TEST_CASE("a place in no area is served by nobody") {
  CHECK(code(party_for_duty(sample(), Place{}, "gas")) == "nobody");
  CHECK(code(party_for_tier(sample(), Place{}, v1::TIER_COMMUNITY)) == "nobody");
  CHECK(code(party_for_tier(sample(), Place{}, v1::TIER_DISTRICT)) == "DESK");
}

TEST_CASE("a tier is the party of its kind for the place, the district is the desk") {
  CHECK(tier(v1::TIER_COMMUNITY, "G2") == "CM11");
  CHECK(tier(v1::TIER_COMMUNITY, "G3") == "CM12");
  CHECK(tier(v1::TIER_COMMUNITY, "G4") == "nobody");
  CHECK(tier(v1::TIER_COMMUNITY, "S1") == "nobody");
  CHECK(tier(v1::TIER_STREET, "G4") == "ST2");
  CHECK(tier(v1::TIER_STREET, "S1") == "ST1");
  CHECK(tier(v1::TIER_STREET, "D") == "nobody");
  CHECK(tier(v1::TIER_DISTRICT, "G4") == "DESK");
  CHECK(tier(v1::TIER_GRID, "G4") == "nobody");
}

TEST_CASE("the estate's party is found at an estate alone") {
  CHECK(selected(v1::SELECTOR_KIND_ESTATE, at("G1", "E1")) == "FIRM");
  CHECK(selected(v1::SELECTOR_KIND_ESTATE, at("G1")) == "nobody");
}

TEST_CASE("the catalogue's duty is a word, a tier, a party or the estate") {
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G1"), "A") == "DEP-S1");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3"), "C") == "CM12");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3"), "P") == "ST2");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3", "E2"), "B") == "GROUP");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3"), "B") == "nobody");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3"), "U") == "nobody");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3"), "N") == "nobody");
  CHECK(selected(v1::SELECTOR_KIND_DUTY, at("G3")) == "nobody");
}

TEST_CASE("head is the party above the lead, blower the party that blew") {
  CHECK(selected(v1::SELECTOR_KIND_HEAD, at("G1"), "A", "FIRM") == "CM11");
  CHECK(selected(v1::SELECTOR_KIND_HEAD, at("G1"), "A", "DESK") == "nobody");
  CHECK(selected(v1::SELECTOR_KIND_HEAD, at("G1"), "A") == "nobody");
  CHECK(selected(v1::SELECTOR_KIND_BLOWER, at("G1"), "A", "FIRM", "CM12") == "CM12");
  CHECK(selected(v1::SELECTOR_KIND_BLOWER, at("G1"), "A", "FIRM") == "nobody");
}

}  // namespace
}  // namespace whistle::engine
