#include "engine/calendar.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace whistle::engine {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kDayUs = 1'440 * kMinuteUs;
constexpr std::uint32_t kSaturdaySunday = 0b110'0000;

std::int32_t day_of(int year, unsigned month, unsigned day) {
  for (std::int32_t number = 0;; ++number) {
    if (civil_date(number) == CivilDate{year, month, day}) return number;
  }
}

// UTC.
Instant at(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  return Instant{day_of(year, month, day) * kDayUs} + hours(hour) + minutes(minute) + seconds(second);
}

v1::Calendar calendar_message(v1::WorkingDayRule rule, std::vector<std::pair<unsigned, unsigned>> spans) {
  v1::Calendar message;
  for (const auto& [start, end] : spans) {
    auto* span = message.add_hours();
    span->set_start_minute(start);
    span->set_end_minute(end);
  }
  message.set_weekend_mask(kSaturdaySunday);
  message.set_working_day(rule);
  return message;
}

void add_offset(v1::Calendar& message, std::int64_t utc_seconds, std::int32_t offset_seconds) {
  auto* offset = message.add_offsets();
  offset->set_utc_seconds(utc_seconds);
  offset->set_offset_seconds(offset_seconds);
}

// China 2026: 08:00-12:00, 14:00-18:00; the National Day week and its make-up days.
v1::Calendar china(v1::WorkingDayRule rule) {
  v1::Calendar message = calendar_message(rule, {{480, 720}, {840, 1080}});
  for (unsigned day = 1; day <= 7; ++day)
    message.add_holidays(day_of(2026, 10, day));
  message.add_make_up_days(day_of(2026, 9, 20));
  message.add_make_up_days(day_of(2026, 10, 10));
  message.set_data_until(day_of(2026, 12, 31));
  add_offset(message, 0, 8 * 3600);
  return message;
}

// Local time of the China calendar.
Instant china_at(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  return at(year, month, day, hour, minute, second) - hours(8);
}

// New York in 2015: 8 March 02:00 -> 03:00, 1 November 02:00 -> 01:00.
v1::Calendar new_york(v1::WorkingDayRule rule, std::vector<std::pair<unsigned, unsigned>> spans) {
  v1::Calendar message = calendar_message(rule, std::move(spans));
  message.set_data_until(day_of(2015, 12, 31));
  add_offset(message, 0, -5 * 3600);
  add_offset(message, at(2015, 3, 8, 7, 0).us / 1'000'000, -4 * 3600);
  add_offset(message, at(2015, 11, 1, 6, 0).us / 1'000'000, -5 * 3600);
  return message;
}

Limit limit(const char* text) {
  return parse_limit(text).value();
}

TEST_CASE("days are numbered from 1970") {
  CHECK(civil_date(0) == CivilDate{1970, 1, 1});
  CHECK(civil_date(-1) == CivilDate{1969, 12, 31});
  CHECK(civil_date(11'016) == CivilDate{2000, 2, 29});
  CHECK(civil_date(47'540) == CivilDate{2100, 2, 28});
  CHECK(civil_date(47'541) == CivilDate{2100, 3, 1});
  CHECK(civil_date(84'005) == CivilDate{2199, 12, 31});
}

TEST_CASE("a date is worked by holidays, make-up days and the weekend") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  CHECK(calendar.is_working_day(day_of(2026, 9, 30)));
  CHECK_FALSE(calendar.is_working_day(day_of(2026, 10, 1)));
  CHECK_FALSE(calendar.is_working_day(day_of(2026, 9, 19)));
  CHECK(calendar.is_working_day(day_of(2026, 9, 20)));
  CHECK(calendar.is_working_day(day_of(2026, 10, 10)));
  CHECK_FALSE(calendar.is_working_day(day_of(2026, 10, 11)));
}

TEST_CASE("after data_until each date counts by the weekend alone") {
  v1::Calendar message = china(v1::WORKING_DAY_RULE_HOURS);
  message.set_data_until(day_of(2026, 10, 2));
  const Calendar calendar(message);
  CHECK_FALSE(calendar.is_working_day(day_of(2026, 10, 2)));
  CHECK(calendar.is_working_day(day_of(2026, 10, 5)));         // a holiday in the list, too late to count
  CHECK_FALSE(calendar.is_working_day(day_of(2026, 10, 10)));  // a make-up day, likewise
}

TEST_CASE("opening instants are working time, closing instants are not") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  CHECK_FALSE(calendar.is_working(china_at(2026, 7, 1, 7, 59, 59)));
  CHECK(calendar.is_working(china_at(2026, 7, 1, 8, 0)));
  CHECK(calendar.is_working(china_at(2026, 7, 1, 11, 59, 59)));
  CHECK_FALSE(calendar.is_working(china_at(2026, 7, 1, 12, 0)));
  CHECK_FALSE(calendar.is_working(china_at(2026, 7, 1, 18, 0)));
  CHECK_FALSE(calendar.is_working(china_at(2026, 10, 1, 9, 0)));
  CHECK(calendar.is_working(china_at(2026, 10, 10, 9, 0)));
}

TEST_CASE("continuous limits ask no calendar") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  const Instant start = china_at(2027, 5, 1, 23, 30);
  CHECK(calendar.deadline(start, limit("45m")) == Deadline{china_at(2027, 5, 2, 0, 15), false});
  CHECK(calendar.deadline(start, limit("2ch")) == Deadline{china_at(2027, 5, 2, 1, 30), false});
  CHECK(calendar.deadline(start, limit("3cd")) == Deadline{china_at(2027, 5, 4, 23, 30), false});
}

TEST_CASE("working hours are spent as they pass, nights and holidays aside") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 8, 0), limit("1wh")).at == china_at(2026, 7, 1, 9, 0));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 11, 0), limit("2wh")).at == china_at(2026, 7, 1, 15, 0));
  CHECK(calendar.deadline(china_at(2026, 9, 30, 17, 30), limit("2wh")).at == china_at(2026, 10, 8, 9, 30));
  CHECK(calendar.deadline(china_at(2026, 7, 4, 3, 0), limit("2wh")).at == china_at(2026, 7, 6, 10, 0));
}

TEST_CASE("a limit that is spent at a closing time ends there, not at the next opening") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 8, 0), limit("4wh")).at == china_at(2026, 7, 1, 12, 0));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 12, 0), limit("4wh")).at == china_at(2026, 7, 1, 18, 0));
  CHECK(calendar.deadline(china_at(2026, 7, 3, 18, 0), limit("1wd")).at == china_at(2026, 7, 6, 18, 0));
}

TEST_CASE("a working day by hours is one day's working hours") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 10, 30), limit("1wd")).at == china_at(2026, 7, 2, 10, 30));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 13, 0), limit("1wd")).at == china_at(2026, 7, 2, 12, 0));
  CHECK(calendar.deadline(china_at(2026, 9, 29, 10, 0), limit("5wd")).at == china_at(2026, 10, 12, 10, 0));
}

TEST_CASE("a working day by dates keeps the local time of day, from the next opening") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_DATES));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 10, 30, 7), limit("1wd")).at == china_at(2026, 7, 2, 10, 30, 7));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 13, 0), limit("1wd")).at == china_at(2026, 7, 2, 14, 0));
  CHECK(calendar.deadline(china_at(2026, 7, 1, 18, 0), limit("1wd")).at == china_at(2026, 7, 3, 8, 0));
  CHECK(calendar.deadline(china_at(2026, 7, 4, 9, 0), limit("1wd")).at == china_at(2026, 7, 7, 8, 0));
  CHECK(calendar.deadline(china_at(2026, 9, 30, 9, 0), limit("2wd")).at == china_at(2026, 10, 9, 9, 0));
  CHECK(calendar.deadline(china_at(2026, 10, 9, 9, 0), limit("1wd")).at == china_at(2026, 10, 10, 9, 0));
}

TEST_CASE("fractions of a second are kept") {
  const Calendar hours_rule(china(v1::WORKING_DAY_RULE_HOURS));
  const Calendar dates_rule(china(v1::WORKING_DAY_RULE_DATES));
  const Duration bit = microseconds(654'321);
  const Instant start = china_at(2026, 7, 1, 10, 30) + bit;
  CHECK(hours_rule.deadline(start, limit("2wh")).at == china_at(2026, 7, 1, 14, 30) + bit);
  CHECK(dates_rule.deadline(start, limit("2wd")).at == china_at(2026, 7, 3, 10, 30) + bit);
  CHECK(dates_rule.deadline(start, limit("2cd")).at == china_at(2026, 7, 3, 10, 30) + bit);
}

TEST_CASE("a working-time deadline past data_until is flagged, no other is") {
  for (const auto rule : {v1::WORKING_DAY_RULE_HOURS, v1::WORKING_DAY_RULE_DATES}) {
    const Calendar calendar(china(rule));
    const Instant start = china_at(2026, 12, 30, 10, 0);
    CHECK_FALSE(calendar.deadline(start, limit("1wd")).past_data_until);
    CHECK(calendar.deadline(start, limit("2wd")) == Deadline{china_at(2027, 1, 1, 10, 0), true});
    CHECK(calendar.deadline(china_at(2026, 12, 31, 17, 30), limit("1wh")).past_data_until);
    CHECK_FALSE(calendar.deadline(china_at(2026, 12, 31, 17, 30), limit("30m")).past_data_until);
    CHECK_FALSE(calendar.deadline(start, limit("30cd")).past_data_until);
    CHECK_FALSE(calendar.deadline(start, limit("100ch")).past_data_until);
  }
}

TEST_CASE("working time between two instants, and after it, are each other's inverse") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  const Instant start = china_at(2026, 9, 30, 17, 0);
  CHECK(calendar.working_time(start, start) == hours(0));
  CHECK(calendar.working_time(start, china_at(2026, 10, 8, 7, 0)) == hours(1));
  CHECK(calendar.working_time(start, china_at(2026, 10, 9, 8, 0)) == hours(9));
  CHECK(calendar.after_working_time(start, hours(9)).at == china_at(2026, 10, 8, 18, 0));
  CHECK(calendar.after_working_time(start, hours(0)).at == start);
}

TEST_CASE("calendar days keep the local time of day over a change of the zone") {
  const Calendar calendar(new_york(v1::WORKING_DAY_RULE_DATES, {{510, 1020}}));
  CHECK(calendar.deadline(at(2015, 3, 7, 15, 0), limit("1cd")).at == at(2015, 3, 8, 14, 0));
  CHECK(calendar.deadline(at(2015, 10, 31, 14, 0), limit("1cd")).at == at(2015, 11, 1, 15, 0));
  // 90 days from January are in April: 10:00 stays 10:00.
  CHECK(calendar.deadline(at(2015, 1, 20, 15, 0), limit("90cd")).at == at(2015, 4, 20, 14, 0));
}

TEST_CASE("a local time that does not exist is read with the offset before the gap") {
  const Calendar calendar(new_york(v1::WORKING_DAY_RULE_DATES, {{510, 1020}}));
  // 02:30 on 8 March becomes 03:30 EDT, 07:30 UTC.
  CHECK(calendar.deadline(at(2015, 3, 7, 7, 30), limit("1cd")).at == at(2015, 3, 8, 7, 30));
  CHECK(calendar.deadline(at(2015, 3, 7, 7, 0), limit("1cd")).at == at(2015, 3, 8, 7, 0));
  CHECK(calendar.deadline(at(2015, 3, 7, 6, 59), limit("1cd")).at == at(2015, 3, 8, 6, 59));
}

TEST_CASE("a local time that exists twice is the earlier") {
  const Calendar calendar(new_york(v1::WORKING_DAY_RULE_DATES, {{510, 1020}}));
  CHECK(calendar.deadline(at(2015, 10, 31, 5, 30), limit("1cd")).at == at(2015, 11, 1, 5, 30));
  CHECK(calendar.deadline(at(2015, 10, 31, 6, 0), limit("1cd")).at == at(2015, 11, 1, 7, 0));
  // From the later of the two the local time of day is kept all the same.
  CHECK(calendar.deadline(at(2015, 11, 1, 6, 30), limit("1cd")).at == at(2015, 11, 2, 6, 30));
  CHECK(calendar.deadline(at(2015, 11, 1, 5, 30), limit("1cd")).at == at(2015, 11, 2, 6, 30));
}

TEST_CASE("working time counts as it elapses on a day with a change of the zone") {
  v1::Calendar message = new_york(v1::WORKING_DAY_RULE_HOURS, {{0, 480}});
  message.set_weekend_mask(0);
  const Calendar calendar(message);
  // 00:00 to 08:00 are 7 hours on 8 March, 9 hours on 1 November.
  CHECK(calendar.working_time(at(2015, 3, 8, 5, 0), at(2015, 3, 9, 4, 0)) == hours(7));
  CHECK(calendar.working_time(at(2015, 11, 1, 4, 0), at(2015, 11, 2, 5, 0)) == hours(9));
  CHECK(calendar.deadline(at(2015, 3, 8, 5, 0), limit("1wd")).at == at(2015, 3, 9, 5, 0));
  CHECK(calendar.deadline(at(2015, 11, 1, 4, 0), limit("1wd")).at == at(2015, 11, 1, 12, 0));
}

TEST_CASE("local day and offset follow the zone") {
  const Calendar calendar(new_york(v1::WORKING_DAY_RULE_DATES, {{510, 1020}}));
  CHECK(calendar.offset_at(at(2015, 3, 8, 6, 59, 59)) == -5 * 3600);
  CHECK(calendar.offset_at(at(2015, 3, 8, 7, 0)) == -4 * 3600);
  CHECK(calendar.local_day(at(2015, 3, 8, 4, 59)) == day_of(2015, 3, 7));
  CHECK(calendar.local_day(at(2015, 3, 8, 5, 0)) == day_of(2015, 3, 8));
}

TEST_CASE("limits that reach centuries ahead are counted, not searched for") {
  const Calendar calendar(china(v1::WORKING_DAY_RULE_HOURS));
  const Instant start = china_at(2026, 7, 1, 8, 0);
  // 100,000 working days are 20,000 weeks, give or take the holidays of 2026: one make-up day and five weekdays off.
  const Deadline far = calendar.deadline(start, limit("100000wd"));
  CHECK(far.past_data_until);
  CHECK(calendar.working_time(start, far.at) == hours(800'000));
  CHECK(calendar.deadline(start, limit("100000wh")).past_data_until);
  const Calendar by_dates(china(v1::WORKING_DAY_RULE_DATES));
  const Deadline far_date = by_dates.deadline(start, limit("100000wd"));
  CHECK(by_dates.working_time(start, far_date.at) == hours(800'000));
  CHECK(by_dates.deadline(kInstantMax, limit("100000cd")).at == kInstantMax + hours(24 * 100'000));
}

// ---- against a calendar that walks minute by minute ----------------------------------------------------------------

// Knows of each minute from 1970 whether it is worked; instants are whole minutes.
class WalkingCalendar {
 public:
  explicit WalkingCalendar(const v1::Calendar& message, std::int32_t days) : message_(message) {
    working_.resize(static_cast<std::size_t>(days) * 1'440);
    for (std::int32_t day = -2; day < days; ++day) {
      if (!works(day)) continue;
      for (const auto& span : message_.hours()) {
        const std::int64_t opens = utc_of(day * 1'440 + std::int64_t{span.start_minute()});
        const std::int64_t closes = utc_of(day * 1'440 + std::int64_t{span.end_minute()});
        for (std::int64_t minute = opens; minute < closes; ++minute) {
          if (minute >= 0 && minute < std::int64_t(working_.size())) working_[static_cast<std::size_t>(minute)] = true;
        }
      }
    }
  }

  bool works(std::int32_t day) const {
    const auto in = [&](const auto& list) { return std::find(list.begin(), list.end(), day) != list.end(); };
    const bool weekend = (message_.weekend_mask() >> ((day + 700'003) % 7)) & 1U;
    if (day > message_.data_until()) return !weekend;
    return in(message_.make_up_days()) || (!weekend && !in(message_.holidays()));
  }

  std::int64_t offset_at(std::int64_t minute) const {
    std::int64_t offset = message_.offsets(0).offset_seconds();
    for (const auto& change : message_.offsets()) {
      if (change.utc_seconds() <= minute * 60) offset = change.offset_seconds();
    }
    return offset / 60;
  }

  // Tries every instant of two days around.
  std::int64_t utc_of(std::int64_t local) const {
    for (std::int64_t minute = local - 1'440; minute <= local + 1'440; ++minute) {
      if (minute + offset_at(minute) == local) return minute;
    }
    for (std::int64_t minute = local - 1'440;; ++minute) {  // a gap: the first instant whose local time is past it
      if (minute + offset_at(minute) > local) return local - offset_at(minute - 1);
    }
  }

  bool is_working(std::int64_t minute) const { return working_[static_cast<std::size_t>(minute)]; }

  std::int64_t opening(std::int64_t minute) const {
    while (!is_working(minute))
      ++minute;
    return minute;
  }

  std::int64_t spend(std::int64_t minute, std::int64_t amount) const {
    for (; amount > 0; ++minute)
      amount -= is_working(minute) ? 1 : 0;
    return minute;
  }

  std::int64_t day_of(std::int64_t minute) const { return (minute + offset_at(minute) + 14'400'000) / 1'440 - 10'000; }

  std::int64_t same_time(std::int64_t minute, std::int64_t day) const {
    return utc_of(minute + offset_at(minute) + (day - day_of(minute)) * 1'440);
  }

  std::int64_t deadline(std::int64_t start, const Limit& limit) const {
    const std::int64_t count = limit.count;
    std::int64_t day_minutes = 0;
    for (const auto& span : message_.hours())
      day_minutes += std::int64_t{span.end_minute()} - span.start_minute();
    if (limit.unit == v1::LIMIT_UNIT_CALENDAR_DAYS) return same_time(start, day_of(start) + count);
    if (limit.unit == v1::LIMIT_UNIT_WORKING_HOURS) return spend(start, count * 60);
    if (message_.working_day() == v1::WORKING_DAY_RULE_HOURS) return spend(start, count * day_minutes);
    const std::int64_t from = opening(start);
    std::int64_t day = day_of(from);
    for (std::int64_t left = count; left > 0;)
      left -= works(static_cast<std::int32_t>(++day)) ? 1 : 0;
    return same_time(from, day);
  }

 private:
  v1::Calendar message_;
  std::vector<bool> working_;
};

struct RandomZone {
  const char* name;
  std::vector<std::pair<std::int64_t, std::int32_t>> changes;  // UTC minute, offset in minutes
};

void check_against_walking(const v1::Calendar& message, std::uint32_t seed) {
  constexpr std::int32_t kDays = 480;
  const Calendar calendar(message);
  const WalkingCalendar walking(message, kDays);
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    const std::int64_t start = 1'440 + static_cast<std::int64_t>(random() % (360 * 1'440));
    const v1::LimitUnit units[]{v1::LIMIT_UNIT_WORKING_HOURS, v1::LIMIT_UNIT_WORKING_DAYS,
                                v1::LIMIT_UNIT_CALENDAR_DAYS};
    const Limit limit{1 + static_cast<std::uint32_t>(random() % (i % 3 == 0 ? 40 : 4)), units[random() % 3]};
    CAPTURE(seed);
    CAPTURE(start);
    CAPTURE(to_string(limit));
    const Deadline due = calendar.deadline({start * kMinuteUs}, limit);
    const std::int64_t expected = walking.deadline(start, limit);
    REQUIRE(due.at.us == expected * kMinuteUs);
    REQUIRE(calendar.is_working({start * kMinuteUs}) == walking.is_working(start));
    REQUIRE(calendar.local_day({start * kMinuteUs}) == walking.day_of(start));
    const bool past = limit.unit != v1::LIMIT_UNIT_CALENDAR_DAYS && walking.day_of(expected) > message.data_until();
    REQUIRE(due.past_data_until == past);
    std::int64_t worked = 0;
    for (std::int64_t minute = start; minute < expected; ++minute)
      worked += walking.is_working(minute) ? 1 : 0;
    REQUIRE(calendar.working_time({start * kMinuteUs}, due.at) == minutes(worked));
  }
}

TEST_CASE("deadlines agree with a calendar that walks minute by minute") {
  const std::vector<RandomZone> zones{
      {"fixed east", {{0, 480}}},
      {"one hour on at two, back at two", {{0, -300}, {40 * 1'440 + 420, -240}, {120 * 1'440 + 360, -300}}},
      {"half an hour at midnight", {{0, 600}, {50 * 1'440 - 600, 630}, {110 * 1'440 - 630, 600}}},
      {"one hour on at midnight, back at midnight", {{0, -180}, {33 * 1'440 + 180, -120}, {99 * 1'440 + 120, -180}}},
      {"two hours at once", {{0, 0}, {45 * 1'440 + 60, 120}, {130 * 1'440 + 60, 0}}},
      {"a day left out", {{0, -600}, {60 * 1'440 + 600, 840}}},
      {"changes after data_until",
       {{0, -300}, {40 * 1'440 + 420, -240}, {225 * 1'440 + 360, -300}, {300 * 1'440 + 420, -240}}},
      {"a day lived twice", {{0, 840}, {60 * 1'440 - 840, -600}}}};
  const std::vector<std::vector<std::pair<unsigned, unsigned>>> days{{{480, 720}, {840, 1080}},
                                                                     {{510, 1020}},
                                                                     {{0, 1440}},
                                                                     {{0, 90}, {105, 165}, {1380, 1440}},
                                                                     {{125, 175}, {185, 300}},
                                                                     {{15, 45}, {60, 75}, {120, 150}}};
  std::uint32_t seed = 0;
  for (const RandomZone& zone : zones) {
    for (const auto& spans : days) {
      for (const auto rule : {v1::WORKING_DAY_RULE_HOURS, v1::WORKING_DAY_RULE_DATES}) {
        CAPTURE(zone.name);
        CAPTURE(spans.front().first);
        v1::Calendar message = calendar_message(rule, spans);
        for (const auto& [minute, offset] : zone.changes)
          add_offset(message, minute * 60, offset * 60);
        for (const int holiday : {10, 41, 42, 43, 44, 61, 121})
          message.add_holidays(holiday);
        for (const int make_up : {37, 65, 128})
          message.add_make_up_days(make_up);
        message.set_data_until(140 + static_cast<std::int32_t>(seed % 3) * 20);
        if (seed % 5 == 4) message.set_weekend_mask(0);
        check_against_walking(message, ++seed);
      }
    }
  }
}

}  // namespace
}  // namespace whistle::engine
