#include "engine/venue.h"

#include <doctest/doctest.h>

#include "tests/engine/sample_district.h"

namespace whistle::engine {

namespace {

// Where each stands, ascending by code; category C is mediation.
RulesetParts with_venues(const std::vector<std::pair<const char*, const char*>>& venues) {
  auto parts = sample_district();
  for (auto& category : *parts.catalogue.mutable_categories()) {
    if (category.code() == "C") category.set_class_(v1::CATEGORY_CLASS_MEDIATION);
  }
  const auto& areas = parts.territory.areas();
  for (const auto& [code, area] : venues) {
    auto& venue = *parts.territory.add_venues();
    venue.set_code(code);
    for (int i = 0; i < areas.size(); ++i) {
      if (areas[i].code() == area) venue.set_area_index(static_cast<std::uint32_t>(i));
    }
  }
  return parts;
}

std::string venue_at(const RulesetParts& parts, const std::string& area, const std::string& category = "C") {
  const auto rules = load(parts).value();
  Ticket ticket;
  ticket.category = category;
  ticket.area = area;
  const auto venue = venue_for(*rules, ticket);
  return venue ? rules->venue(*venue).code : std::string();
}

}  // namespace

TEST_CASE("the venue of the smallest area that contains the place is the nearest, the lowest code of several") {
  const auto parts = with_venues({{"V1", "D"}, {"V2", "S1"}, {"V3", "C11"}, {"V4", "C11"}, {"V5", "G1"}, {"V6", "G1"}});
  CHECK(venue_at(parts, "G1") == "V5");
  CHECK(venue_at(parts, "G2") == "V3");
  CHECK(venue_at(parts, "G3") == "V2");
  CHECK(venue_at(parts, "G4") == "V1");
  CHECK(venue_at(parts, "C11") == "V3");
  CHECK(venue_at(parts, "S1") == "V2");
  CHECK(venue_at(parts, "D") == "V1");
}

TEST_CASE("nothing but mediation has a venue, and what lies nowhere has none near") {
  const auto parts = with_venues({{"V1", "D"}});
  CHECK(venue_at(parts, "G1", "B").empty());
  CHECK(venue_at(parts, "G1", "").empty());
  CHECK(venue_at(parts, "G1", "no such category").empty());
  CHECK(venue_at(parts, "").empty());
  CHECK(venue_at(with_venues({}), "G1").empty());
  CHECK(venue_at(with_venues({{"V1", "S2"}}), "G1").empty());
}

}  // namespace whistle::engine
