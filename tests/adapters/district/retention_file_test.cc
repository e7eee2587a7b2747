#include "adapters/district/retention_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "adapters/district/compile.h"
#include "adapters/district/limits.h"
#include "engine/calendar.h"
#include "engine/limit.h"
#include "tests/adapters/district/broken_directory.h"
#include "tests/adapters/district/sample.h"

namespace whistle::adapters::district {
namespace {

using Days = std::map<v1::CategoryClass, std::uint32_t>;

std::vector<SourceFileBytes> sample_keeping(const std::string& bytes) {
  auto files = sample();
  files.push_back({"retention.yaml", bytes});
  return files;
}

Days days_of(std::vector<SourceFileBytes> files) {
  const auto district = compile_district(std::move(files));
  REQUIRE(district);
  const auto ruleset = load_ruleset(*district, engine::LoadGeometry::Yes);
  REQUIRE(ruleset);
  return (*ruleset)->retention_days;
}

// Of a directory with these lines in clocks.yaml: every error, in order.
std::vector<std::string> errors_with(const std::string& clocks, const std::string& kept) {
  auto files = sample_with("clocks.yaml", "recurrence_window: 72ch\n", clocks);
  files.push_back({"retention.yaml", "personal_data:\n  event: " + kept + "\n"});
  const auto district = compile_district(std::move(files));
  std::vector<std::string> texts;
  for (const Diagnostic& one : district ? std::vector<Diagnostic>() : district.error())
    texts.push_back(to_text(one));
  return texts;
}

constexpr std::int32_t kData = 20'453;  // data_until: Wednesday, 31 December 2025

// 08:00 to 16:00 from Monday to Friday; nothing is a holiday before the test says so.
v1::Calendar calendar(v1::WorkingDayRule rule) {
  v1::Calendar message;
  message.add_hours()->set_start_minute(480);
  message.mutable_hours(0)->set_end_minute(960);
  message.set_weekend_mask(0b110'0000);
  message.set_working_day(rule);
  message.set_data_until(kData);
  message.add_offsets()->set_offset_seconds(8 * 3600);
  return message;
}

std::uint32_t days_at_most(const char* limit, const v1::Calendar& message) {
  return district::days_at_most(engine::to_proto(engine::parse_limit(limit).value()), message);
}

std::uint32_t days_at_most(const char* limit) {
  return days_at_most(limit, calendar(v1::WORKING_DAY_RULE_DATES));
}

// What the limit takes by the core's own clock, from the worst of closings a quarter of an hour apart.
std::uint32_t days_seen(const char* limit, const v1::Calendar& message) {
  constexpr std::int64_t kQuarterUs = 900'000'000;
  constexpr std::int64_t kDayUs = 96 * kQuarterUs;
  const engine::Calendar clock(message);
  std::uint32_t worst = 0;
  for (std::int64_t us = (kData - 90) * kDayUs; us < (kData + 8) * kDayUs; us += kQuarterUs) {
    const engine::Instant closed{us};
    const engine::Instant spent = clock.deadline(closed, engine::parse_limit(limit).value()).at;
    std::uint32_t days = 1;
    while (clock.deadline(closed, engine::Limit{days, v1::LIMIT_UNIT_CALENDAR_DAYS}).at < spent)
      ++days;
    worst = std::max(worst, days);
  }
  return worst;
}

}  // namespace

TEST_CASE("how long personal data are kept reaches the core, by class") {
  CHECK(days_of(sample_keeping("personal_data:\n"
                               "  visit: 36500cd\n"
                               "  event: 180cd\n"
                               "  component: 11cd\n")) ==
        Days{{v1::CATEGORY_CLASS_COMPONENT, 11}, {v1::CATEGORY_CLASS_EVENT, 180}, {v1::CATEGORY_CLASS_VISIT, 36'500}});
  CHECK(days_of(sample_keeping("personal_data: {mediation: 1095cd, property: 365cd}\n")) ==
        Days{{v1::CATEGORY_CLASS_PROPERTY, 365}, {v1::CATEGORY_CLASS_MEDIATION, 1'095}});
}

TEST_CASE("a district without the file keeps everything, and has no part for it") {
  CHECK(days_of(sample()).empty());
  const auto without = compile_district(sample());
  const auto with = compile_district(sample_keeping("personal_data: {event: 180cd}\n"));
  REQUIRE(without);
  REQUIRE(with);
  REQUIRE(with->parts.size() == without->parts.size() + 1);
  for (std::size_t i = 0; i < without->parts.size(); ++i)
    CHECK(with->parts[i].sha256 == without->parts[i].sha256);
}

TEST_CASE("faults in the retention are named") {
  const std::string no_time = "' is no time to keep: whole calendar days from 1cd to 36500cd";
  const auto broken = [](const std::string& bytes, std::vector<std::string> messages) {
    return BrokenCase{"retention.yaml", Change::Write, "", bytes, std::move(messages)};
  };
  check_broken({
      broken("", {"retention.yaml:1:1: must be a map of keys"}),
      broken("# nothing\n", {"retention.yaml:1:1: must be a map of keys"}),
      broken("[]\n", {"retention.yaml:1:1: must be a map of keys"}),
      broken("{}\n", {"retention.yaml:1:1: key 'personal_data' is missing"}),
      broken("personal_data:\n", {"retention.yaml:1:1: personal_data: must be a map of keys"}),
      broken("personal_data: {}\n", {"retention.yaml:1:16: personal_data: must be a map of keys"}),
      broken("personal_data: 180cd\n", {"retention.yaml:1:16: personal_data: must be a map of keys"}),
      broken("personal-data: {event: 180cd}\n",
             {"retention.yaml:1:1: unknown key 'personal-data'; did you mean 'personal_data'?"}),
      broken("personal_data: {event: 180cd}\nfiles: 180cd\n", {"retention.yaml:2:1: unknown key 'files'"}),
      broken("personal_data:\n  evnt: 180cd\n  event: 180cd\n  traffic: 1cd\n",
             {"retention.yaml:2:3: unknown key 'evnt'; did you mean 'event'?",
              "retention.yaml:4:3: unknown key 'traffic'"}),
      broken("personal_data:\n  event: 180cd\n  event: 180cd\n", {"retention.yaml:3:3: key 'event' is given twice"}),
      broken("personal_data: {event: [180cd]}\n", {"retention.yaml:1:24: event: must be a single value"}),
      broken("personal_data: {event: &a 180cd}\n", {"retention.yaml:1:24: anchors are not allowed"}),
      broken("personal_data:\n  component: 0cd\n  event: 36501cd\n  property: 26wd\n  mediation: 180\n  visit: 1.5cd\n",
             {"retention.yaml:2:14: component: '0cd" + no_time, "retention.yaml:3:10: event: '36501cd" + no_time,
              "retention.yaml:4:13: property: '26wd" + no_time, "retention.yaml:5:14: mediation: '180" + no_time,
              "retention.yaml:6:10: visit: '1.5cd" + no_time}),
      broken("personal_data: {component: 0, event: -1cd, property: 4320ch, mediation: 180 cd, visit: 180CD}\n",
             {"retention.yaml:1:28: component: '0" + no_time, "retention.yaml:1:38: event: '-1cd" + no_time,
              "retention.yaml:1:54: property: '4320ch" + no_time, "retention.yaml:1:73: mediation: '180 cd" + no_time,
              "retention.yaml:1:88: visit: '180CD" + no_time}),
      broken("personal_data: {event: " + std::string(kYamlBytesMax, ' ') + "180cd}\n",
             {"retention.yaml: larger than 4194304 bytes"}),
  });
  const auto district = compile_district(sample_keeping("personal_data: {event: 26wd}\n"));
  REQUIRE_FALSE(district);
  CHECK(to_text(district.error().front(), Language::Chinese) ==
        "retention.yaml:1:24: event: “26wd”不是保存期限：须为 1cd 至 36500cd 的整日历日");
}

TEST_CASE("what a ticket may still be asked for is kept as long") {
  const auto too_short = [](const std::string& kept, const std::string& limit, const std::string& lasts) {
    return std::vector<std::string>{"retention.yaml:2:10: event: '" + kept + "' is too short: " + limit +
                                    " (clocks.yaml), which can last " + lasts};
  };
  const std::vector<std::string> none;
  CHECK(errors_with("recurrence_window: 72ch\nappeal_within: 3cd\n", "4cd") == none);
  CHECK(errors_with("recurrence_window: 72ch\nappeal_within: 3cd\n", "3cd") ==
        too_short("3cd", "recurrence_window is 72ch", "4cd"));
  CHECK(errors_with("recurrence_window: 72ch\nappeal_within: 30cd\n", "30cd") == none);
  CHECK(errors_with("recurrence_window: 72ch\nappeal_within: 30cd\n", "29cd") ==
        too_short("29cd", "appeal_within is 30cd", "30cd"));
  CHECK(errors_with("recurrence_window: 0\nappeal_within: 0\n", "1cd") == none);
  // The default, from Friday, 26 December 2025, in the evening: three worked days, two holidays and a Saturday, the
  // make-up day and Monday, and Tuesday's opening.
  CHECK(errors_with("recurrence_window: 72ch\n", "11cd") == none);
  CHECK(errors_with("recurrence_window: 72ch\n", "10cd") == too_short("10cd", "appeal_within is 5wd", "11cd"));
  CHECK(errors_with("recurrence_window: 10cd\nappeal_within: 5cd\n", "4cd").size() == 2);
}

TEST_CASE("a calendar with faults of its own counts no days") {
  auto files = sample_with("calendar.yaml", "hours: [\"08:00-12:00\", \"14:00-18:00\"]", "hours: []");
  files.push_back({"retention.yaml", "personal_data: {event: 1cd}\n"});
  const auto district = compile_district(std::move(files));
  REQUIRE_FALSE(district);
  for (const Diagnostic& one : district.error())
    CHECK(one.file == "calendar.yaml");
}

TEST_CASE("calendar days are themselves, continuous time is rounded up and given a day") {
  CHECK(days_at_most("0") == 0);
  CHECK(days_at_most("1cd") == 1);
  CHECK(days_at_most("100000cd") == 100'000);
  CHECK(days_at_most("1m") == 2);
  CHECK(days_at_most("1440m") == 2);
  CHECK(days_at_most("1441m") == 3);
  CHECK(days_at_most("72ch") == 4);
  CHECK(days_at_most("100000ch") == 4'168);
}

TEST_CASE("working time lasts from an evening before the longest break to the morning after its last day") {
  CHECK(days_at_most("1wd") == 4);   // Friday evening: Monday passes, and Tuesday's opening
  CHECK(days_at_most("8wh") == 4);   // as a working day
  CHECK(days_at_most("9wh") == 5);   // as two
  CHECK(days_at_most("5wd") == 10);  // Friday evening to the second Monday
  auto message = calendar(v1::WORKING_DAY_RULE_DATES);
  message.add_holidays(kData - 6);  // Thursday and Friday
  message.add_holidays(kData - 5);
  CHECK(days_at_most("1wd", message) == 6);
  CHECK(days_at_most("5wd", message) == 12);
  message.add_make_up_days(kData - 4);  // on Saturday
  CHECK(days_at_most("1wd", message) == 5);
  CHECK(days_at_most("5wd", message) == 11);
}

TEST_CASE("the days suffice by the core's own clock, and no less would where working days are dates") {
  auto dates = calendar(v1::WORKING_DAY_RULE_DATES);
  for (std::int32_t day = kData - 40; day < kData - 31; ++day)
    dates.add_holidays(day);
  dates.add_make_up_days(kData - 46);  // a Saturday, a Sunday
  dates.add_make_up_days(kData - 31);
  auto by_hours = dates;
  by_hours.set_working_day(v1::WORKING_DAY_RULE_HOURS);
  for (const char* limit : {"1wd", "3wd", "5wd", "11wd", "20wd"}) {
    CAPTURE(limit);
    CHECK(days_at_most(limit, dates) == days_seen(limit, dates));
    CHECK(days_at_most(limit, by_hours) >= days_seen(limit, by_hours));
  }
  for (const char* limit : {"1wh", "8wh", "20wh", "30m", "24ch", "71ch"}) {
    CAPTURE(limit);
    CHECK(days_at_most(limit, dates) >= days_seen(limit, dates));
  }
}

TEST_CASE("a limit of working time that is longer than anything is kept is not laid out") {
  auto message = calendar(v1::WORKING_DAY_RULE_DATES);
  message.mutable_hours(0)->set_end_minute(481);  // one minute a day
  CHECK(days_at_most("100000wh", message) == 6'000'001);
  CHECK(days_at_most("36499wd", message) == 51'100);
  CHECK(days_at_most("36500wd", message) == 36'501);
}

}  // namespace whistle::adapters::district
