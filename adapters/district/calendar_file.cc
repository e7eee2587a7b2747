#include "adapters/district/calendar_file.h"

#include <algorithm>
#include <array>
#include <optional>

#include "adapters/district/civil_text.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 6> kKeys{
    {{"hours"}, {"weekend"}, {"working_day"}, {"holidays", false}, {"make_up_days", false}, {"data_until"}}};
constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> kWeekdayNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                        "Friday", "Saturday", "Sunday"};
constexpr std::uint32_t kWholeWeek = 0x7F;

struct DatedNode {
  std::int32_t day = 0;
  SourcePosition at;
};

std::optional<v1::WorkingSpan> parse_span(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto start = parse_minute_of_day(text.substr(0, dash));
  const auto end = parse_minute_of_day(text.substr(dash + 1));
  if (!start || !end || *start >= *end) return std::nullopt;
  v1::WorkingSpan span;
  span.set_start_minute(*start);
  span.set_end_minute(*end);
  return span;
}

void set_hours(const YamlFields& fields, v1::Calendar& calendar) {
  std::uint32_t end_before = 0;
  for (const YamlNode* node : fields.one_or_more("hours")) {
    const auto span = parse_span(node->text);
    if (!span) {
      fields.error(node->at, "hours", Fault::BadHours, {node->text});
    } else if (!calendar.hours().empty() && span->start_minute() < end_before) {
      fields.error(node->at, "hours", Fault::HoursOutOfOrder, {node->text});
    } else {
      *calendar.add_hours() = *span;
      end_before = span->end_minute();
    }
  }
}

void set_weekend(const YamlFields& fields, v1::Calendar& calendar) {
  const YamlNode* list = fields.list("weekend");
  if (list == nullptr) return;
  std::uint32_t mask = 0;
  for (const YamlNode& node : list->items) {
    const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), node.text);
    if (found == kWeekdays.end()) {
      fields.error(node.at, "weekend", Fault::UnknownWord, {"weekday", node.text}, nearest_name(node.text, kWeekdays));
      continue;
    }
    const std::uint32_t bit = 1U << static_cast<unsigned>(found - kWeekdays.begin());
    if ((mask & bit) != 0) fields.error(node.at, "weekend", Fault::RepeatedListItem, {node.text});
    mask |= bit;
  }
  if (mask == kWholeWeek) fields.error(list->at, "weekend", Fault::NoWorkingDay);
  calendar.set_weekend_mask(mask);
}

std::vector<DatedNode> read_dates(const YamlFields& fields, std::string_view key) {
  std::vector<DatedNode> dates;
  const YamlNode* list = fields.list(key);
  if (list == nullptr) return dates;
  for (const YamlNode& node : list->items) {
    const auto day = parse_date(node.text);
    if (day) {
      dates.push_back({*day, node.at});
    } else {
      fields.error(node.at, key, Fault::BadDate, {node.text});
    }
  }
  std::stable_sort(dates.begin(), dates.end(), [](const DatedNode& a, const DatedNode& b) { return a.day < b.day; });
  for (std::size_t i = 1; i < dates.size(); ++i) {
    if (dates[i].day == dates[i - 1].day) {
      fields.error(dates[i].at, key, Fault::RepeatedListItem, {date_text(dates[i].day)});
    }
  }
  return dates;
}

bool holds(const std::vector<DatedNode>& dates, std::int32_t day) {
  const auto found = std::lower_bound(dates.begin(), dates.end(), day,
                                      [](const DatedNode& one, std::int32_t wanted) { return one.day < wanted; });
  return found != dates.end() && found->day == day;
}

void set_dates(const YamlFields& fields, v1::Calendar& calendar) {
  const std::vector<DatedNode> holidays = read_dates(fields, "holidays");
  const std::vector<DatedNode> make_up_days = read_dates(fields, "make_up_days");
  for (const DatedNode& holiday : holidays)
    calendar.add_holidays(holiday.day);
  for (const DatedNode& worked : make_up_days) {
    if (((calendar.weekend_mask() >> weekday_of(worked.day)) & 1U) == 0) {
      fields.error(worked.at, "make_up_days", Fault::MakeUpNotWeekend,
                   {date_text(worked.day), std::string(kWeekdayNames[weekday_of(worked.day)])});
    }
    if (holds(holidays, worked.day)) {
      fields.error(worked.at, "make_up_days", Fault::MakeUpIsHoliday, {date_text(worked.day)});
    }
    calendar.add_make_up_days(worked.day);
  }
  const YamlNode* until = fields.scalar("data_until");
  if (until == nullptr) return;
  const auto day = parse_date(until->text);
  if (!day) return fields.error(until->at, "data_until", Fault::BadDate, {until->text});
  calendar.set_data_until(*day);
  for (const auto* dates : {&holidays, &make_up_days}) {
    if (dates->empty() || dates->back().day <= *day) continue;
    fields.report().warning(dates->back().at, Fault::DateAfterDataUntil, {date_text(dates->back().day), until->text},
                            {dates == &holidays ? "holidays" : "make_up_days", {}});
  }
}

}  // namespace

v1::Calendar read_calendar(const FileReport& report, std::string_view bytes) {
  v1::Calendar calendar;
  const auto document = read_yaml(report, bytes);
  if (!document) return calendar;
  const YamlFields fields(report, *document, kKeys);
  set_hours(fields, calendar);
  set_weekend(fields, calendar);
  calendar.set_working_day(
      fields.word<v1::WorkingDayRule>("working_day", "working day rule").value_or(v1::WORKING_DAY_RULE_UNSPECIFIED));
  set_dates(fields, calendar);
  return calendar;
}

}  // namespace whistle::adapters::district
