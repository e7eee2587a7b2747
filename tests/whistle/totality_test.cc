#include "tools/whistle/totality.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"

namespace whistle::tools {

TEST_CASE("cells are counted whole, routed by class, and fallbacks named by category") {
  const Totality total = count_cells(*offline(adapters::district::sample()).ruleset);
  // Two grids and two estates, four categories and none, two kinds, six sources, two urgencies, two hour classes.
  CHECK(total.cells == 4 * 5 * 2 * 6 * 2 * 2);
  CHECK(total.classes == 4 * 5 * 2);
  CHECK(total.desk == 0);
  CHECK(total.fell_back == 288);
  CHECK(total.fell_back_by_category == std::map<std::string, std::uint64_t>{{"-", 192}, {"A01", 96}});
}

TEST_CASE("what a rule asks about is tried value by value") {
  const auto asked = offline(adapters::district::sample_with("routes.yaml", "when: {category: E01}",
                                                             "when: {category: E01, source: sensor, hours: off}"));
  const Totality total = count_cells(*asked.ruleset);
  CHECK(total.cells == 4 * 5 * 2 * 6 * 2 * 2);
  CHECK(total.classes == 4 * 5 * 2 * 2 * 2);
}

TEST_CASE("matters that the rules give to the desk are told apart from those that fell back") {
  const auto named = offline(adapters::district::sample_with("catalogue.csv", "event,gas", "event,party:DESK"));
  const auto routed = offline(adapters::district::sample_with("routes.yaml", "lead: duty:gas", "lead: party:DESK"));
  CHECK(count_cells(*named.ruleset).desk == 0);  // the gas rule asks for the duty word
  CHECK(count_cells(*routed.ruleset).desk == 4 * 2 * 2 * 6 * 2 * 2);
}

}  // namespace whistle::tools
