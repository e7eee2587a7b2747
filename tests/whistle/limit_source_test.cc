#include "tools/whistle/limit_source.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"

namespace whistle::tools {

namespace {

using adapters::district::sample_with;

// Of the condition E01.1 of E01, urgent.
SourcedLimit limit_in(const engine::Ruleset& rules, const char* category, v1::ClockKind kind) {
  return limit_of(rules, rules.find_category(category), engine::UrgencyIndex{0}, kind);
}

}  // namespace

TEST_CASE("a limit is told by where it stands, also where a row repeats the one above it") {
  const auto inherits = offline(adapters::district::sample());
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ON_SITE).source == LimitSource::RowAbove);
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ON_SITE).named == "E01");
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_RESOLVE).source == LimitSource::Row);
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ACK).source == LimitSource::Urgency);
  CHECK(limit_in(*inherits.ruleset, "E01", v1::CLOCK_KIND_ON_SITE).source == LimitSource::Row);

  const auto repeats = offline(sample_with("catalogue.csv", "燃气异味,,,,,,,,2ch", "燃气异味,,,,,,,30m,1ch"));
  for (const auto kind : {v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE}) {
    CHECK(limit_in(*repeats.ruleset, "E01.1", kind).source == LimitSource::Row);
    CHECK(limit_in(*repeats.ruleset, "E01.1", kind).named == "E01.1");
  }
}

TEST_CASE("a ruleset that does not tell which limits are a row's own is read as before") {
  const auto district = offline(sample_with("catalogue.csv", "燃气异味,,,,,,,,2ch", "燃气异味,,,,,,,30m,1ch"));
  auto older = *district.ruleset;
  for (auto& category : older.categories)
    category.own_limits.clear();
  CHECK(limit_in(older, "E01.1", v1::CLOCK_KIND_RESOLVE).source == LimitSource::RowAbove);
  CHECK(limit_in(older, "E01", v1::CLOCK_KIND_RESOLVE).source == LimitSource::Row);
}

}  // namespace whistle::tools
