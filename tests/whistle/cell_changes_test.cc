#include "tools/whistle/cell_changes.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"
#include "tools/whistle/totality.h"

namespace whistle::tools {

namespace {

using adapters::district::sample;
using adapters::district::sample_with;

}  // namespace

TEST_CASE("rules that route alike have the same leads and assistants in every cell") {
  const auto district = offline(sample());
  const auto changes = compare_cells(*district.ruleset, *district.ruleset);
  CHECK(changes.cells == count_cells(*district.ruleset).cells);
  CHECK(changes.other_lead == 0);
  CHECK(changes.other_assist == 0);
  CHECK(changes.assist.empty());
}

TEST_CASE("other assistants are counted by the parties before and after, with the categories") {
  const auto before = offline(sample());
  const auto after = offline(sample_with("routes.yaml", "assist: [estate]", "assist: [\"tier:street\"]"));
  const auto changes = compare_cells(*before.ruleset, *after.ruleset);
  CHECK(changes.other_lead == 0);
  // E01 and E01.1: at two estates the firm or the group gives way to the street; at the street, two communities and two
  // grids the street comes in. At the district's own place and nowhere nobody assists before or after.
  constexpr std::uint64_t kCircumstances = 2 * 6 * 2 * 2;
  CHECK(changes.other_assist == 7 * 2 * kCircumstances);
  REQUIRE(changes.assist.size() == 3);
  CHECK(changes.assist[0].before.empty());
  CHECK(changes.assist[0].cells == 5 * 2 * kCircumstances);
  CHECK(changes.assist[1].before == std::vector<std::string>{"F1"});
  CHECK(changes.assist[2].before == std::vector<std::string>{"G1"});
  for (const auto& one : changes.assist) {
    CHECK(one.after == std::vector<std::string>{"ST1"});
    CHECK(one.categories == std::vector<std::string>{"E01", "E01.1"});
  }
}

TEST_CASE("cells that one of the two lacks are not compared") {
  const auto before = offline(sample());
  const auto after = offline(sample_with("catalogue.csv", "E02,,垃圾", "E03,,垃圾"));
  const auto changes = compare_cells(*before.ruleset, *after.ruleset);
  CHECK(changes.cells == count_cells(*before.ruleset).cells / 5 * 4);
  CHECK(changes.other_lead == 0);
}

}  // namespace whistle::tools
