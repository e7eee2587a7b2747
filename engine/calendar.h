// Civil time of a district: working hours, holidays and make-up days (调休), and the deadlines that follow from them.
//
//   Deadline due = calendar.deadline(dispatched_at, Limit{4, v1::LIMIT_UNIT_WORKING_HOURS});
//
// Rules are DISTRICT's (calendar.yaml and Fine print). Integer arithmetic alone; the zone is a list of (UTC instant, offset) pairs
// that came with the ruleset, so that a new tzdata changes nothing that was decided. Constant after loading.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/limit.h"
#include "engine/time.h"
#include "whistle/v1/common.pb.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

struct Deadline {
  Instant at;
  bool past_data_until = false;  // a working-time limit that reached past the calendar's data: flagged, not guessed
};

// Days since 1970-01-01 of the civil calendar.
struct CivilDate {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31
};

class Calendar {
 public:
  Calendar() = default;
  // The message has passed Ruleset::load's checks.
  explicit Calendar(const v1::Calendar& message);

  // When a limit that starts at `start` has been spent. A limit of none is a caller's fault (assertion).
  [[nodiscard]] Deadline deadline(Instant start, const Limit& limit) const;
  // Whether the instant lies in working hours; closing instants do not.
  [[nodiscard]] bool is_working(Instant at) const;
  // Working time that passes between two instants, from <= to.
  [[nodiscard]] Duration working_time(Instant from, Instant to) const;
  // The instant at which `amount` of working time has passed since `start` (the earliest such instant).
  [[nodiscard]] Deadline after_working_time(Instant start, Duration amount) const;

  // Offset from UTC in seconds in force at the instant.
  [[nodiscard]] std::int32_t offset_at(Instant at) const;
  // Local civil date and the date's day number at the instant.
  [[nodiscard]] std::int32_t local_day(Instant at) const;

 private:
  v1::Calendar rules_;
};

[[nodiscard]] CivilDate civil_date(std::int32_t day);

}  // namespace whistle::engine
