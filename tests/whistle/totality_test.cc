#include "tools/whistle/totality.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"
#include "tools/whistle/totality_text.h"

namespace whistle::tools {

namespace {

// Two grids, two estates, four areas above the grids, and nowhere; four categories and none; two kinds, six sources,
// two urgencies, two hour classes.
constexpr std::uint64_t kPlaces = 9;
constexpr std::uint64_t kCircumstances = 2 * 6 * 2 * 2;

const LastResortCells* group_at(const Totality& total, LastResort why, const std::string& category) {
  for (const LastResortCells& group : total.last_resort) {
    if (group.why != why) continue;
    for (const auto& one : group.categories) {
      if (one == category) return &group;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("cells are counted whole, routed by class, and those of the last resort named") {
  const auto district = offline(adapters::district::sample());
  const Totality total = count_cells(*district.ruleset);
  CHECK(total.cells == kPlaces * 5 * kCircumstances);
  CHECK(total.classes < total.cells / 10);
  CHECK(total.desk == 0);
  // A matter of the estate outside any estate.
  const auto* to_community = group_at(total, LastResort::FellToCommunity, "A01");
  REQUIRE(to_community != nullptr);
  CHECK(to_community->places == std::vector<std::string>{"0101", "0102", "C1", "C2"});
  CHECK(to_community->cells == 4 * kCircumstances);
  // Nobody's matter anywhere, and everybody's nowhere.
  const auto* nobodys = group_at(total, LastResort::FellToDesk, "");
  REQUIRE(nobodys != nullptr);
  CHECK(nobodys->places.size() == kPlaces);
  const auto* nowhere = group_at(total, LastResort::FellToDesk, "E01");
  REQUIRE(nowhere != nullptr);
  CHECK(nowhere->categories == std::vector<std::string>{"E01", "E01.1"});
  CHECK(nowhere->places == std::vector<std::string>{""});
}

TEST_CASE("matters that the rules give to the desk are told apart from those that fell back") {
  const auto named = offline(adapters::district::sample_with("catalogue.csv", "event,gas", "event,party:DESK"));
  const auto routed = offline(adapters::district::sample_with("routes.yaml", "lead: duty:gas", "lead: party:DESK"));
  CHECK(count_cells(*named.ruleset).desk == 0);  // the gas rule asks for the duty word
  CHECK(count_cells(*routed.ruleset).desk == kPlaces * 2 * kCircumstances);
}

TEST_CASE("a rule that several rules before it leave nothing to is idle") {
  const auto idle = [](const char* rules) {
    const auto district = offline(adapters::district::sample_with("routes.yaml", "  - id: by-duty\n", rules));
    return count_cells(*district.ruleset).idle_rules;
  };
  CHECK(idle("  - id: by-duty\n").empty());
  // Neither of the two before it covers it, both together do.
  CHECK(
      idle("  - {id: by-day, when: {hours: working}, lead: duty}\n  - {id: by-night, when: {hours: off}, lead: duty}\n"
           "  - {id: sensors, when: {source: sensor}, lead: duty}\n  - id: by-duty\n") ==
      std::vector<std::uint32_t>{4, 5});
  // No such estate here.
  CHECK(idle("  - {id: unmanaged, when: {estate_type: UNMANAGED}, lead: duty}\n  - id: by-duty\n") ==
        std::vector<std::uint32_t>{2});
}

TEST_CASE("the groups are said with the names of matters and places, in both languages") {
  const auto district = offline(adapters::district::sample());
  const Totality total = count_cells(*district.ruleset);
  const auto has = [&](Language language, const std::string& line) {
    for (const auto& one : totality_lines(language, *district.ruleset, total)) {
      if (one.find(line) != std::string::npos) return true;
    }
    return false;
  };
  CHECK(has(Language::English,
            "fell back to the community, 192 cells: A01 维修基金; at 0101 一网格, 0102 二网格, C1 一社区, C2 二社区"));
  CHECK(has(Language::Chinese, "找不到人，转交兜底单位，96 种：E01 燃气、E01.1 燃气异味；地点：无法定位"));
}

}  // namespace whistle::tools
