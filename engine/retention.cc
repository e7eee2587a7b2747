#include "engine/retention.h"

#include <algorithm>

namespace whistle::engine {

namespace {

constexpr int kFirstClass = v1::CategoryClass_MIN + 1;

// Days that a class is kept; nullopt: without end.
std::optional<std::uint32_t> days_of(const Ruleset& rules, v1::CategoryClass one) {
  const auto found = rules.retention_days.find(one);
  return found == rules.retention_days.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> longest(const Ruleset& rules) {
  std::uint32_t days = 0;
  for (int number = kFirstClass; number <= v1::CategoryClass_MAX; ++number) {
    const auto own = days_of(rules, static_cast<v1::CategoryClass>(number));
    if (!own) return std::nullopt;
    days = std::max(days, *own);
  }
  return days;
}

}  // namespace

std::optional<Instant> kept_until(const Ruleset& rules, std::string_view category, Instant closed) {
  const auto known = rules.find_category(category);
  const auto days = known ? days_of(rules, rules.category(*known).category_class) : longest(rules);
  if (!days) return std::nullopt;
  return rules.calendar.deadline(closed, Limit{*days, v1::LIMIT_UNIT_CALENDAR_DAYS}).at;
}

}  // namespace whistle::engine
