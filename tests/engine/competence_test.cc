#include "engine/competence.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

AreaPath path(std::uint32_t grid, std::uint32_t community, std::uint32_t street, std::uint32_t district) {
  AreaPath path;
  path.set(v1::TIER_GRID, AreaIndex{grid});
  path.set(v1::TIER_COMMUNITY, AreaIndex{community});
  path.set(v1::TIER_STREET, AreaIndex{street});
  path.set(v1::TIER_DISTRICT, AreaIndex{district});
  return path;
}

TEST_CASE("the party with the smallest area that contains the place is found") {
  Competence competence;
  competence.add(v1::TIER_DISTRICT, AreaIndex{0}, PartyIndex{10});
  competence.add(v1::TIER_STREET, AreaIndex{1}, PartyIndex{11});
  competence.add(v1::TIER_GRID, AreaIndex{9}, PartyIndex{19});
  competence.add(v1::TIER_GRID, AreaIndex{5}, PartyIndex{15});
  competence.seal();
  CHECK(competence.find(path(5, 3, 1, 0)) == PartyIndex{15});
  CHECK(competence.find(path(9, 3, 1, 0)) == PartyIndex{19});
  CHECK(competence.find(path(6, 3, 1, 0)) == PartyIndex{11});
  CHECK(competence.find(path(6, 3, 2, 0)) == PartyIndex{10});
}

TEST_CASE("an area larger than the place's own does not make a smaller one competent") {
  Competence competence;
  competence.add(v1::TIER_GRID, AreaIndex{5}, PartyIndex{15});
  competence.seal();
  AreaPath community;
  community.set(v1::TIER_COMMUNITY, AreaIndex{3});
  CHECK_FALSE(competence.find(community).has_value());
  CHECK_FALSE(competence.find(AreaPath()).has_value());
  CHECK_FALSE(Competence().find(path(5, 3, 1, 0)).has_value());
}

}  // namespace
}  // namespace whistle::engine
