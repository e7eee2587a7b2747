#include "engine/retention.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

// Of the sample, "A" is an event and "B" property service.
std::shared_ptr<const Ruleset> keeping(const std::map<v1::CategoryClass, std::uint32_t>& days) {
  auto parts = sample_district();
  auto& retention = parts.retention.emplace();
  for (const auto& [one, count] : days) {
    auto& added = *retention.add_classes();
    added.set_class_(one);
    added.set_days(count);
  }
  return load(parts).value();
}

std::shared_ptr<const Ruleset> keeping_every_class(std::uint32_t least) {
  std::map<v1::CategoryClass, std::uint32_t> days;
  for (int number = v1::CategoryClass_MIN + 1; number <= v1::CategoryClass_MAX; ++number)
    days[static_cast<v1::CategoryClass>(number)] = least++;
  return keeping(days);
}

}  // namespace

TEST_CASE("personal data are kept for the days of their category's class, and without end where none are given") {
  const auto rules = keeping({{v1::CATEGORY_CLASS_EVENT, 30}});
  CHECK(kept_until(*rules, "A", kMonday) == kMonday + hours(24 * 30));
  CHECK_FALSE(kept_until(*rules, "B", kMonday));
  CHECK_FALSE(kept_until(*load(sample_district()).value(), "A", kMonday));
}

TEST_CASE("of a category that nobody knows they are kept as long as the class that is kept longest") {
  const auto rules = keeping_every_class(40);
  const auto longest = 40 + v1::CategoryClass_MAX - 1;
  CHECK(kept_until(*rules, "no such", kMonday) == kMonday + hours(24 * longest));
  CHECK(kept_until(*rules, "", kMonday) == kMonday + hours(24 * longest));
  // One class without end, and nobody can say that this was not it.
  CHECK_FALSE(kept_until(*keeping({{v1::CATEGORY_CLASS_EVENT, 30}}), "", kMonday));
}

TEST_CASE("rules that keep a class for no time, for ages, twice or of no name are not loaded") {
  const auto loads = [](std::initializer_list<std::pair<int, std::uint32_t>> classes) {
    auto parts = sample_district();
    auto& retention = parts.retention.emplace();
    for (const auto& [one, days] : classes) {
      auto& added = *retention.add_classes();
      added.set_class_(static_cast<v1::CategoryClass>(one));
      added.set_days(days);
    }
    return load(parts).has_value();
  };
  CHECK(loads({{1, 1}, {2, kRetentionDaysMax}}));
  CHECK_FALSE(loads({{1, 0}}));
  CHECK_FALSE(loads({{1, kRetentionDaysMax + 1}}));
  CHECK_FALSE(loads({{1, 30}, {1, 40}}));
  CHECK_FALSE(loads({{2, 30}, {1, 30}}));
  CHECK_FALSE(loads({{0, 30}}));
  CHECK_FALSE(loads({{v1::CategoryClass_MAX + 1, 30}}));
}

}  // namespace whistle::engine
