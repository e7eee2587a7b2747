#include "engine/calendar.h"

#include <algorithm>

#include "engine/assert.h"

namespace whistle::engine {
namespace {

constexpr std::int64_t kDayS = 86'400;
constexpr std::int64_t kDayUs = kDayS * kSecondUs;
constexpr std::int64_t kWeekUs = 7 * kDayUs;
// Two days before the first instant the engine accepts, so that every local date and every span that holds it is laid
// out.
constexpr std::int32_t kFirstDay = -2;
// No zone is further from UTC than this, so a local time is looked for at most this far away.
constexpr std::int64_t kOffsetReachS = 2 * kDayS;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// 0 is Monday; 1970-01-01 was a Thursday.
constexpr unsigned weekday_of(std::int32_t day) {
  const std::int32_t from_monday = (day % 7 + 7 + 3) % 7;
  return static_cast<unsigned>(from_monday);
}

bool holds(const std::vector<std::int32_t>& sorted, std::int32_t day) {
  return std::binary_search(sorted.begin(), sorted.end(), day);
}

std::size_t place_of(std::int32_t day) {
  return static_cast<std::size_t>(day - kFirstDay);
}

}  // namespace

Calendar::Calendar(const v1::Calendar& message)
    : hours_(message.hours().begin(), message.hours().end()),
      weekend_mask_(message.weekend_mask()),
      working_day_by_dates_(message.working_day() == v1::WORKING_DAY_RULE_DATES),
      holidays_(message.holidays().begin(), message.holidays().end()),
      make_up_days_(message.make_up_days().begin(), message.make_up_days().end()),
      data_until_(message.data_until()) {
  for (const v1::ZoneOffset& offset : message.offsets()) {
    zone_.push_back({offset.utc_seconds(), offset.offset_seconds()});
  }
  for (const v1::WorkingSpan& span : hours_) {
    working_day_us_ += minutes(std::int64_t{span.end_minute()} - std::int64_t{span.start_minute()}).us;
  }
  lay_out_days();
  lay_out_spans();
}

Deadline Calendar::deadline(Instant start, const Limit& limit) const {
  WHISTLE_ASSERT(!limit.none());
  const std::int64_t count = limit.count;
  switch (limit.unit) {
    case v1::LIMIT_UNIT_MINUTES:
      return {start + minutes(count)};
    case v1::LIMIT_UNIT_CONTINUOUS_HOURS:
      return {start + hours(count)};
    case v1::LIMIT_UNIT_CALENDAR_DAYS:
      return {at_same_local_time(start, local_day(start) + static_cast<std::int32_t>(limit.count))};
    case v1::LIMIT_UNIT_WORKING_HOURS:
      return after_working_time(start, *working_amount(limit));
    case v1::LIMIT_UNIT_WORKING_DAYS: {
      if (const auto amount = working_amount(limit)) return after_working_time(start, *amount);
      const Instant counted_from = next_opening(start);
      return flagged(at_same_local_time(counted_from, nth_working_day_after(local_day(counted_from), limit.count)));
    }
    default:
      WHISTLE_ASSERT(false);
      return {start};
  }
}

bool Calendar::is_working(Instant at) const {
  if (opens_us_.empty()) return false;
  const std::int64_t us = fold(at).us;
  const std::size_t opened = opened_by(us);
  return opened != 0 && us - opens_us_[opened - 1] < spent_us_[opened] - spent_us_[opened - 1];
}

Duration Calendar::working_time(Instant from, Instant to) const {
  WHISTLE_ASSERT(from <= to);
  return {spent_by(to) - spent_by(from)};
}

Deadline Calendar::after_working_time(Instant start, Duration amount) const {
  WHISTLE_ASSERT(amount.us >= 0 && !opens_us_.empty());
  if (amount.us == 0) return flagged(start);
  std::int64_t target = spent_by(start) + amount.us;
  std::int64_t weeks = 0;
  if (target > spent_us_.back()) {
    weeks = (target - spent_us_.back() + week_spent_us_ - 1) / week_spent_us_;
    target -= weeks * week_spent_us_;
  }
  // The span in which the target is reached: the last one before whose opening less has been spent. Limits are short,
  // so it is looked for in leaps from the start's own span.
  const std::size_t spans = opens_us_.size();
  std::size_t low = weeks == 0 ? opened_by(fold(start).us) : spans;
  low -= low == 0 ? 0 : 1;
  std::size_t leap = 1;
  while (weeks == 0 && low + leap < spans && spent_us_[low + leap] < target) {
    low += leap;
    leap *= 2;
  }
  const auto first = spent_us_.begin() + (weeks == 0 ? static_cast<std::ptrdiff_t>(low) : 0);
  const auto last = spent_us_.begin() + static_cast<std::ptrdiff_t>(std::min(low + leap, spans));
  const std::size_t span = static_cast<std::size_t>(std::lower_bound(first, last, target) - spent_us_.begin()) - 1;
  return flagged({opens_us_[span] + (target - spent_us_[span]) + weeks * kWeekUs});
}

std::optional<Duration> Calendar::working_amount(const Limit& limit) const {
  const std::int64_t count = limit.count;
  if (limit.unit == v1::LIMIT_UNIT_WORKING_HOURS) return hours(count);
  if (limit.unit == v1::LIMIT_UNIT_WORKING_DAYS && !working_day_by_dates_) return Duration{count * working_day_us_};
  return std::nullopt;
}

Instant Calendar::next_opening(Instant at) const {
  if (is_working(at)) return at;
  const Folded folded = fold(at);
  const std::size_t opened = opened_by(folded.us);
  if (opened < opens_us_.size()) return {opens_us_[opened] + folded.weeks * kWeekUs};
  // After the last span of the laid-out week comes the first span of the same week, a week later.
  const std::int64_t first = *std::lower_bound(opens_us_.begin(), opens_us_.end(), last_week_us_);
  return {first + (folded.weeks + 1) * kWeekUs};
}

std::int32_t Calendar::offset_at(Instant at) const {
  if (zone_.empty()) return 0;
  return zone_[segment_at(floor_div(at.us, kSecondUs))].offset_s;
}

std::int32_t Calendar::local_day(Instant at) const {
  return static_cast<std::int32_t>(floor_div(at.us + std::int64_t{offset_at(at)} * kSecondUs, kDayUs));
}

bool Calendar::is_working_day(std::int32_t day) const {
  const bool weekend = (weekend_mask_ >> weekday_of(day)) & 1U;
  if (day > data_until_) return !weekend;
  if (holds(holidays_, day)) return false;
  return !weekend || holds(make_up_days_, day);
}

void Calendar::lay_out_days() {
  std::int32_t last_special = std::max(data_until_, kFirstDay);
  if (!zone_.empty()) {
    const std::int64_t change_day = floor_div(zone_.back().from_utc_s, kDayS) + 3;
    last_special = std::max(last_special, static_cast<std::int32_t>(std::max<std::int64_t>(change_day, kFirstDay)));
  }
  last_week_ = last_special + 1;
  last_week_us_ = to_utc(last_week_ * kDayS) * kSecondUs;
  for (std::int32_t day = kFirstDay; day < last_week_ + 7; ++day) {
    worked_before_.push_back(static_cast<std::uint32_t>(working_days_.size()));
    if (is_working_day(day)) working_days_.push_back(day);
  }
  worked_before_.push_back(static_cast<std::uint32_t>(working_days_.size()));
}

void Calendar::lay_out_spans() {
  struct Span {
    std::int64_t opens_s, closes_s;
  };
  std::vector<Span> spans;
  for (const std::int32_t day : working_days_) {
    for (const v1::WorkingSpan& span : hours_) {
      const std::int64_t opens = to_utc(day * kDayS + std::int64_t{span.start_minute()} * 60);
      const std::int64_t closes = to_utc(day * kDayS + std::int64_t{span.end_minute()} * 60);
      spans.push_back({opens, closes});
    }
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.opens_s < b.opens_s; });

  std::int64_t closed_s = INT64_MIN;
  spent_us_.push_back(0);
  for (const Span& span : spans) {
    const std::int64_t opens_s = std::max(span.opens_s, closed_s);  // time that two spans share counts once
    if (span.closes_s <= opens_s) continue;  // also where a change of the zone closes it before it opens
    opens_us_.push_back(opens_s * kSecondUs);
    spent_us_.push_back(spent_us_.back() + (span.closes_s - opens_s) * kSecondUs);
    closed_s = span.closes_s;
  }
  for (std::int64_t day = kFirstDay; day <= last_week_ + 9; ++day) {
    const auto opened = std::lower_bound(opens_us_.begin(), opens_us_.end(), day * kDayUs) - opens_us_.begin();
    opened_before_.push_back(static_cast<std::uint32_t>(opened));
  }
  const auto week = std::lower_bound(opens_us_.begin(), opens_us_.end(), last_week_us_) - opens_us_.begin();
  week_spent_us_ = spent_us_.back() - spent_us_[static_cast<std::size_t>(week)];
}

std::size_t Calendar::segment_at(std::int64_t utc_s) const {
  const auto after = std::upper_bound(zone_.begin(), zone_.end(), utc_s,
                                      [](std::int64_t at, const Segment& segment) { return at < segment.from_utc_s; });
  return after == zone_.begin() ? 0 : static_cast<std::size_t>(after - zone_.begin()) - 1;
}

// A time that exists twice is the earlier; one that does not exist is read with the offset before the gap.
std::int64_t Calendar::to_utc(std::int64_t local_s) const {
  if (zone_.empty()) return local_s;
  std::size_t segment = segment_at(local_s - kOffsetReachS);
  while (segment + 1 < zone_.size() && local_s - zone_[segment].offset_s >= zone_[segment + 1].from_utc_s) {
    // Past the end of this segment. In a gap it lies before the start of the next one as well.
    if (local_s - zone_[segment + 1].offset_s < zone_[segment + 1].from_utc_s) break;
    ++segment;
  }
  return local_s - zone_[segment].offset_s;
}

Calendar::Folded Calendar::fold(Instant at) const {
  const std::int64_t into = at.us - last_week_us_;
  if (into < kWeekUs) return {at.us, 0};
  const std::int64_t weeks = into / kWeekUs;
  return {at.us - weeks * kWeekUs, weeks};
}

std::size_t Calendar::opened_by(std::int64_t us) const {
  const std::int64_t day = floor_div(us, kDayUs);
  if (day < kFirstDay) return 0;
  std::size_t opened = opened_before_[static_cast<std::size_t>(day - kFirstDay)];
  while (opened < opens_us_.size() && opens_us_[opened] <= us)
    ++opened;
  return opened;
}

std::int64_t Calendar::spent_by(Instant at) const {
  const Folded folded = fold(at);
  const std::size_t opened = opened_by(folded.us);
  if (opened == 0) return 0;
  const std::int64_t in_span = std::min(folded.us - opens_us_[opened - 1], spent_us_[opened] - spent_us_[opened - 1]);
  return spent_us_[opened - 1] + in_span + folded.weeks * week_spent_us_;
}

std::int32_t Calendar::nth_working_day_after(std::int32_t day, std::uint32_t n) const {
  const std::int32_t weeks_back = day < last_week_ + 7 ? 0 : (day - last_week_) / 7;
  const std::size_t worked = worked_before_[place_of(std::max(day - weeks_back * 7, kFirstDay)) + 1];  // `day` included
  const std::size_t in_week = worked_before_.back() - worked_before_[place_of(last_week_)];
  std::size_t wanted = worked + n - 1;
  std::size_t weeks_on = 0;
  if (wanted >= working_days_.size()) {
    weeks_on = (wanted - working_days_.size()) / in_week + 1;
    wanted -= weeks_on * in_week;
  }
  return working_days_[wanted] + 7 * (weeks_back + static_cast<std::int32_t>(weeks_on));
}

Instant Calendar::at_same_local_time(Instant start, std::int32_t day) const {
  const std::int64_t local_us = start.us + std::int64_t{offset_at(start)} * kSecondUs;
  const std::int64_t time_of_day_us = local_us - floor_div(local_us, kDayUs) * kDayUs;
  const std::int64_t local_s = day * kDayS + time_of_day_us / kSecondUs;
  return {to_utc(local_s) * kSecondUs + time_of_day_us % kSecondUs};
}

Deadline Calendar::flagged(Instant at) const {
  return {at, local_day(at) > data_until_};
}

// Days are counted in eras of 400 years that start on 1 March, so that the leap day is a year's last.
CivilDate civil_date(std::int32_t day) {
  constexpr std::int64_t kEraDays = 146'097;
  const std::int64_t from_era = std::int64_t{day} + 719'468;  // days since 0000-03-01
  const std::int64_t era = floor_div(from_era, kEraDays);
  const std::int64_t of_era = from_era - era * kEraDays;
  const std::int64_t year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<unsigned>(of_year - (153 * month_from_march + 2) / 5 + 1);
  date.month = static_cast<unsigned>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

}  // namespace whistle::engine
