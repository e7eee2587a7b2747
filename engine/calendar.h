// Civil time of a district: working hours, holidays and make-up days (调休), and the deadlines that follow from them.
//
//   Deadline due = calendar.deadline(dispatched_at, Limit{4, v1::LIMIT_UNIT_WORKING_HOURS});
//
// Rules are DISTRICT's (calendar.yaml and Fine print). Integer arithmetic alone; the zone is a list of (UTC instant,
// offset) pairs that came with the ruleset, so that a new tzdata changes nothing that was decided. Constant after
// construction; any number of threads may ask.
//
// What the text leaves open, and what holds here:
// - A day's working hours are elapsed spans between the instants at which its openings and closings fall. Where a
// zone's change
//   makes two spans meet in the same time (an opening inside a gap is read an hour later), that time counts once; where
//   it would close a span before it opened, the span does not exist on that day.
// - 1wd by `hours` is the sum of the spans as written, also on a day that a zone's change makes longer or shorter.
// - A deadline "gets past data_until" when the local date of the deadline itself lies after that day. Continuous hours
// and
//   calendar days ask no calendar and are never flagged.
// - A date that stands both as holiday and as make-up day is a fault of the ruleset (Ruleset::load refuses it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/limit.h"
#include "engine/time.h"
#include "whistle/v1/common.pb.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

struct Deadline {
  Instant at;
  bool past_data_until = false;  // a working-time limit that reached past the calendar's data: flagged, not guessed

  friend bool operator==(const Deadline&, const Deadline&) = default;
};

// A date of the Gregorian calendar.
struct CivilDate {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31

  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

class Calendar {
 public:
  // No working time at all, in UTC; only good for being assigned to.
  Calendar() = default;
  // The message has passed Ruleset::load's checks.
  explicit Calendar(const v1::Calendar& message);

  // When a limit that starts at `start` has been spent. A limit of none is a caller's fault (assertion).
  [[nodiscard]] Deadline deadline(Instant start, const Limit& limit) const;
  // Whether the instant lies in working hours; closing instants do not.
  [[nodiscard]] bool is_working(Instant at) const;
  // Working time that passes between two instants, from <= to.
  [[nodiscard]] Duration working_time(Instant from, Instant to) const;
  // The earliest instant at which `amount` >= 0 of working time has passed since `start`; `start` itself for none.
  [[nodiscard]] Deadline after_working_time(Instant start, Duration amount) const;
  // The working time that a limit is; nullopt: it is not spent in working time.
  [[nodiscard]] std::optional<Duration> working_amount(const Limit& limit) const;
  // The instant itself in working hours, else when they begin next.
  [[nodiscard]] Instant next_opening(Instant at) const;

  // What one working day holds where a district counts it by hours: the sum of the spans as written.
  [[nodiscard]] Duration working_day() const { return {working_day_us_}; }

  // Offset from UTC in seconds in force at the instant.
  [[nodiscard]] std::int32_t offset_at(Instant at) const;
  // The local civil date at the instant, as days since 1970-01-01.
  [[nodiscard]] std::int32_t local_day(Instant at) const;
  // Whether the date is worked: by holidays and make-up days up to `data_until`, after it by the weekend alone.
  [[nodiscard]] bool is_working_day(std::int32_t day) const;

 private:
  struct Segment {  // of the zone
    std::int64_t from_utc_s = 0;
    std::int32_t offset_s = 0;
  };
  struct Folded {  // an instant moved back by whole weeks into the tables
    std::int64_t us = 0;
    std::int64_t weeks = 0;
  };

  void lay_out_days();
  void lay_out_spans();
  [[nodiscard]] std::size_t segment_at(std::int64_t utc_s) const;
  [[nodiscard]] std::int64_t to_utc(std::int64_t local_s) const;
  [[nodiscard]] Folded fold(Instant at) const;
  [[nodiscard]] std::size_t opened_by(std::int64_t us) const;
  [[nodiscard]] std::int64_t spent_by(Instant at) const;
  [[nodiscard]] std::int32_t nth_working_day_after(std::int32_t day, std::uint32_t n) const;
  [[nodiscard]] Instant at_same_local_time(Instant start, std::int32_t day) const;
  [[nodiscard]] Deadline flagged(Instant at) const;

  // ---- as written ----
  std::vector<v1::WorkingSpan> hours_;
  std::uint32_t weekend_mask_ = 0;
  bool working_day_by_dates_ = false;
  std::vector<std::int32_t> holidays_;
  std::vector<std::int32_t> make_up_days_;
  std::int32_t data_until_ = 0;
  std::vector<Segment> zone_;
  std::int64_t working_day_us_ = 0;  // sum of the spans

  // ---- laid out: every working span from kFirstDay to the end of the first week from which only the weekend and one
  // offset count; everything later is that week, repeated ----
  std::int32_t last_week_ = 0;     // its first day
  std::int64_t last_week_us_ = 0;  // the instant it starts
  std::int64_t week_spent_us_ = 0;
  std::vector<std::int64_t> opens_us_;        // of every span, ascending
  std::vector<std::int64_t> spent_us_;        // working time before each span opens; one more at the end
  std::vector<std::uint32_t> opened_before_;  // by UTC day from kFirstDay: how many spans opened before it
  std::vector<std::int32_t> working_days_;    // ascending
  std::vector<std::uint32_t> worked_before_;  // by day from kFirstDay: how many working days lie before it
};

[[nodiscard]] CivilDate civil_date(std::int32_t day);

}  // namespace whistle::engine
