#include "adapters/district/retention_file.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "adapters/district/words.h"
#include "adapters/district/yaml_fields.h"
#include "engine/calendar.h"
#include "engine/limit.h"
#include "engine/retention.h"
#include "engine/ruleset.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 1> kRetentionKeys{{{"personal_data"}}};
constexpr std::uint32_t kMinutesOfDay = 1'440;
constexpr std::uint32_t kMinutesOfHour = 60;
constexpr std::int64_t kHourUs = 3'600'000'000;

// `cd` alone: working days would let the calendar of a later year move an erasure, and nobody erases by the hour.
std::uint32_t read_days(const FileReport& report, std::string_view name, const YamlNode& node) {
  const auto limit = engine::parse_limit(node.text);
  if (limit && limit->unit == v1::LIMIT_UNIT_CALENDAR_DAYS && !limit->none() &&
      limit->count <= engine::kRetentionDaysMax)
    return limit->count;
  report.error(node.at, Fault::BadRetention, {node.text, std::to_string(engine::kRetentionDaysMax)}, {name, {}});
  return 0;
}

void read_classes(const FileReport& report, const YamlNode& node, RetentionFile& retention) {
  if (node.kind != YamlNode::Kind::Map || node.entries.empty()) {
    report.error(node.at, Fault::WantedMap, {}, {"personal_data", {}});
    return;
  }
  std::vector<YamlKey> keys;
  for (const Word<v1::CategoryClass>& word : words<v1::CategoryClass>())
    keys.push_back({word.text, /*required=*/false});
  const YamlFields fields(report, node, keys);
  for (const YamlKey& key : keys) {
    const YamlNode* time = fields.scalar(key.name);
    if (time == nullptr) continue;
    v1::ClassRetention& kept = *retention.rules.add_classes();
    kept.set_class_(*parse_word<v1::CategoryClass>(key.name));
    kept.set_days(read_days(report, key.name, *time));
    retention.at.push_back(time->at);
  }
}

// Working days that a limit of working time asks for, a begun one as a whole one.
std::uint32_t working_days_of(const engine::Limit& limit, const engine::Calendar& calendar) {
  if (limit.unit == v1::LIMIT_UNIT_WORKING_DAYS) return limit.count;
  const std::int64_t day_us = calendar.working_day().us;
  return static_cast<std::uint32_t>((limit.count * kHourUs + day_us - 1) / day_us);
}

// The longest way, in days, from any day to the n-th worked day after it. It starts on a worked day, since from the
// days of a break it is shorter; and only holidays lengthen it, so it is looked for from where it can reach the first
// of them to the first week that follows the data.
std::uint32_t longest_way(std::uint32_t n, const v1::Calendar& message, const engine::Calendar& calendar) {
  const auto& holidays = message.holidays();
  const std::int32_t last = message.data_until() + 7;
  const std::int32_t first = holidays.empty() ? message.data_until() : std::min(*holidays.begin(), last);
  // Each week has a worked weekday, and each holiday takes away one at most.
  const std::int32_t reach = 7 * (static_cast<std::int32_t>(n) + holidays.size() + 1);
  std::vector<std::int32_t> worked;
  for (std::int32_t day = first - reach; day <= last + reach; ++day) {
    if (calendar.is_working_day(day)) worked.push_back(day);
  }
  std::int32_t longest = 0;
  for (std::size_t i = 0; i + n < worked.size() && worked[i] <= last; ++i)
    longest = std::max(longest, worked[i + n] - worked[i]);
  return static_cast<std::uint32_t>(longest);
}

void check_class(const FileReport& report, const v1::ClassRetention& kept, SourcePosition at, std::string_view key,
                 const v1::Limit& limit, std::uint32_t days) {
  if (kept.days() >= days) return;
  report.error(at, Fault::RetentionTooShort,
               {std::to_string(kept.days()) + "cd", std::string(key), engine::to_string(engine::from_proto(limit)),
                std::to_string(days) + "cd"},
               {word_of(kept.class_()), {}});
}

}  // namespace

RetentionFile read_retention(const FileReport& report, std::string_view bytes) {
  RetentionFile retention;
  const auto document = read_yaml(report, bytes);
  if (!document) return retention;
  const YamlFields fields(report, *document, kRetentionKeys);
  if (const YamlNode* classes = fields.find("personal_data")) read_classes(report, *classes, retention);
  return retention;
}

void check_retention(const FileReport& report, const RetentionFile& retention, const v1::ClockRules& clocks,
                     const v1::Calendar& calendar) {
  const v1::Limit appeal =
      clocks.has_appeal_within() ? clocks.appeal_within() : engine::to_proto(engine::kAppealWithinDefault);
  const std::uint32_t recurrence_days = days_at_most(clocks.recurrence_window(), calendar);
  const std::uint32_t appeal_days = days_at_most(appeal, calendar);
  for (int i = 0; i < retention.rules.classes_size(); ++i) {
    const v1::ClassRetention& kept = retention.rules.classes(i);
    const SourcePosition at = retention.at[static_cast<std::size_t>(i)];
    check_class(report, kept, at, "recurrence_window", clocks.recurrence_window(), recurrence_days);
    check_class(report, kept, at, "appeal_within", appeal, appeal_days);
  }
}

std::uint32_t days_at_most(const v1::Limit& message, const v1::Calendar& calendar) {
  const engine::Limit limit = engine::from_proto(message);
  if (limit.none()) return 0;
  if (limit.unit == v1::LIMIT_UNIT_CALENDAR_DAYS) return limit.count;
  if (limit.unit == v1::LIMIT_UNIT_MINUTES || limit.unit == v1::LIMIT_UNIT_CONTINUOUS_HOURS) {
    const std::uint32_t minutes = limit.count * (limit.unit == v1::LIMIT_UNIT_CONTINUOUS_HOURS ? kMinutesOfHour : 1);
    return (minutes + kMinutesOfDay - 1) / kMinutesOfDay + 1;
  }
  const engine::Calendar civil(calendar);
  const std::uint32_t working_days = working_days_of(limit, civil);
  // Longer than anything is kept, and not worth laying out: a working day takes a day at least.
  if (working_days >= engine::kRetentionDaysMax) return working_days + 1;
  // One more: what starts after hours starts on the next worked day.
  return longest_way(working_days + 1, calendar, civil);
}

}  // namespace whistle::adapters::district
