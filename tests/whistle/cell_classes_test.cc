// Classes stand for their cells: every cell of random districts is routed by itself and compared.
#include "tools/whistle/cell_classes.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <string>

#include "tests/whistle/offline_sample.h"
#include "tests/whistle/random_district.h"
#include "tools/whistle/totality.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kDistricts = 24;

// WHISTLE_SEED=N tries other districts.
std::uint64_t first_seed() {
  const char* given = std::getenv("WHISTLE_SEED");
  return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

bool same(const engine::Routing& one, const engine::Routing& other) {
  return one.rule == other.rule && one.lead == other.lead && one.fallback == other.fallback &&
         one.assist == other.assist && one.inform == other.inform && one.against == other.against;
}

// What counting every cell by itself gives.
struct Counted {
  std::uint64_t cells = 0;
  std::uint64_t desk = 0;
  std::uint64_t fell_back = 0;
  std::uint64_t unlike = 0;  // routed otherwise than the first of its class
};

void count(const engine::Ruleset& ruleset, const CellClasses& classes, std::optional<engine::CategoryIndex> category,
           Counted& counted) {
  for (const auto& places : classes.place_classes) {
    for (const auto& circumstances : classes.circumstance_classes) {
      std::optional<engine::Routing> first;
      for (const auto place : places) {
        for (const auto circumstance : circumstances) {
          auto question = classes.circumstances[circumstance];
          question.category = category;
          const auto routing = engine::route(ruleset, classes.places[place].place, question);
          if (!first) first = routing;
          ++counted.cells;
          counted.unlike += same(*first, routing) ? 0 : 1;
          const bool fell = routing.fallback != engine::Fallback::None;
          counted.fell_back += fell ? 1 : 0;
          counted.desk += !fell && routing.lead == ruleset.desk ? 1 : 0;
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("the classes of random districts lead as each of their cells does") {
  const auto seed = first_seed();
  MESSAGE("seeds ", seed, " to ", seed + kDistricts - 1, " (WHISTLE_SEED sets the first)");
  std::uint64_t merged = 0;
  for (auto at = seed; at < seed + kDistricts; ++at) {
    CAPTURE(at);
    const auto district = offline(random_district(at));
    const auto& ruleset = *district.ruleset;
    const auto classes = classes_of(ruleset);
    Counted counted;
    for (std::uint32_t i = 0; i < ruleset.categories.size(); ++i)
      count(ruleset, classes, engine::CategoryIndex{i}, counted);
    count(ruleset, classes, std::nullopt, counted);
    CHECK(counted.unlike == 0);
    const auto total = count_cells(ruleset);
    CHECK(counted.cells == classes.places.size() * classes.circumstances.size() * (ruleset.categories.size() + 1));
    CHECK(total.cells == counted.cells);
    CHECK(total.desk == counted.desk);
    CHECK(total.fell_back == counted.fell_back);
    std::uint64_t named = 0;
    for (const auto& group : total.last_resort)
      named += group.cells;
    CHECK(named == counted.desk + counted.fell_back);
    merged += total.cells - total.classes;
  }
  CHECK(merged > 0);
}

TEST_CASE("every place that a whistle can be located at is a place of some class, once") {
  const auto district = offline(random_district(first_seed()));
  const auto& ruleset = *district.ruleset;
  const auto classes = classes_of(ruleset);
  std::size_t expected = ruleset.areas.size() + 1;
  for (const auto& estate : ruleset.estates)
    expected += estate.grids.size();
  CHECK(classes.places.size() == expected);
  std::multiset<std::uint32_t> members;
  for (const auto& one : classes.place_classes)
    members.insert(one.begin(), one.end());
  CHECK(members.size() == expected);
  CHECK(std::set<std::uint32_t>(members.begin(), members.end()).size() == expected);
}

TEST_CASE("values that no rule names are one class, and each that a rule names is one of its own") {
  const auto plain = offline(adapters::district::sample());
  CHECK(classes_of(*plain.ruleset).circumstance_classes.size() == 2);  // a rule asks for the kind `resident`
  const auto asked = offline(adapters::district::sample_with("routes.yaml", "when: {category: E01}",
                                                             "when: {category: E01, source: sensor, hours: off}"));
  CHECK(classes_of(*asked.ruleset).circumstance_classes.size() == 2 * 2 * 2);
}

}  // namespace whistle::tools
