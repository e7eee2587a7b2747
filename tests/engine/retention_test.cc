#include "engine/retention.h"

#include <doctest/doctest.h>

#include <map>

namespace whistle::engine {
namespace {

constexpr std::int64_t kDayUs = 86'400'000'000;

// 2015-01-01T00:00Z.
constexpr std::int32_t kNewYear = 16'436;

Instant at(int day_of_year, int hour) {
  return Instant{(kNewYear + day_of_year) * kDayUs} + hours(hour);
}

// New York in 2015: clocks go on by an hour on 8 March, the 66th day after New Year's, at 07:00 UTC.
v1::Calendar calendar() {
  v1::Calendar message;
  message.add_hours()->set_start_minute(510);
  message.mutable_hours(0)->set_end_minute(1'020);
  message.set_weekend_mask(0b110'0000);
  message.set_working_day(v1::WORKING_DAY_RULE_DATES);
  message.set_data_until(kNewYear + 364);
  message.add_offsets()->set_offset_seconds(-5 * 3600);
  v1::ZoneOffset& summer = *message.add_offsets();
  summer.set_utc_seconds((kNewYear + 66) * std::int64_t{86'400} + 7 * 3600);
  summer.set_offset_seconds(-4 * 3600);
  return message;
}

// A category of each class, called by its number.
Ruleset rules_with(std::map<v1::CategoryClass, std::uint32_t> days) {
  Ruleset rules;
  for (int number = v1::CATEGORY_CLASS_COMPONENT; number <= v1::CategoryClass_MAX; ++number) {
    Category& category = rules.categories.emplace_back();
    category.code = std::to_string(number);
    category.category_class = static_cast<v1::CategoryClass>(number);
  }
  rules.calendar = Calendar(calendar());
  rules.retention_days = std::move(days);
  return rules;
}

const std::map<v1::CategoryClass, std::uint32_t> kOfEach{{v1::CATEGORY_CLASS_COMPONENT, 10},
                                                         {v1::CATEGORY_CLASS_EVENT, 20},
                                                         {v1::CATEGORY_CLASS_PROPERTY, 40},
                                                         {v1::CATEGORY_CLASS_MEDIATION, 30},
                                                         {v1::CATEGORY_CLASS_VISIT, 5}};

std::string code_of(v1::CategoryClass one) {
  return std::to_string(static_cast<int>(one));
}

}  // namespace

TEST_CASE("personal data are kept for the days of their category's class") {
  const auto rules = rules_with({{v1::CATEGORY_CLASS_EVENT, 20}, {v1::CATEGORY_CLASS_VISIT, 5}});
  CHECK(kept_until(rules, code_of(v1::CATEGORY_CLASS_EVENT), at(0, 15)) == at(20, 15));
  CHECK(kept_until(rules, code_of(v1::CATEGORY_CLASS_VISIT), at(0, 15)) == at(5, 15));
}

TEST_CASE("a class that the district does not name is kept without end, and so is everything without the file") {
  const auto rules = rules_with({{v1::CATEGORY_CLASS_EVENT, 20}});
  CHECK_FALSE(kept_until(rules, code_of(v1::CATEGORY_CLASS_PROPERTY), at(0, 15)));
  CHECK_FALSE(kept_until(rules_with({}), code_of(v1::CATEGORY_CLASS_EVENT), at(0, 15)));
}

TEST_CASE("a category that the rules no longer have, or none, is kept as long as the class that is kept longest") {
  const auto rules = rules_with(kOfEach);
  CHECK(kept_until(rules, "gone", at(0, 15)) == at(40, 15));
  CHECK(kept_until(rules, "", at(0, 15)) == at(40, 15));
}

TEST_CASE("a category that is not known is kept without end where any class is") {
  for (const auto& [without_end, days] : kOfEach) {
    auto others = kOfEach;
    others.erase(without_end);
    CHECK_FALSE(kept_until(rules_with(others), "gone", at(0, 15)));
  }
}

TEST_CASE("the days keep the local time of day over a change of the zone") {
  const auto rules = rules_with({{v1::CATEGORY_CLASS_EVENT, 90}});
  // 10:00 in January is 15:00 UTC, in April 14:00.
  CHECK(kept_until(rules, code_of(v1::CATEGORY_CLASS_EVENT), at(19, 15)) == at(109, 14));
}

}  // namespace whistle::engine
