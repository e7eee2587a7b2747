// retention.yaml: how long the personal data of a ticket are kept after its closing, by the class of its category.
//
//   personal_data: {component: 180cd, property: 365cd}      # calendar days; a class that is not here: without end
//
// The file is apart from the two it is measured against, so reading and checking are apart too: whoever compiles checks
// once clocks and calendar are without fault.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct RetentionFile {
  v1::Retention rules;
  std::vector<SourcePosition> at;  // of each class's time
};

[[nodiscard]] RetentionFile read_retention(const FileReport& report, std::string_view bytes);

// Reports each class whose data would go while a ticket can still be reopened for recurring, scored or appealed
// against: a time shorter than `recurrence_window` or `appeal_within`, its default included.
void check_retention(const FileReport& report, const RetentionFile& retention, const v1::ClockRules& clocks,
                     const v1::Calendar& calendar);

// The calendar days after which a limit is spent whenever it has started: the least time to keep what it may ask for.
// Calendar days are as many as they are. Continuous time is rounded up to whole days, and one is added, because a
// change of the zone makes a day shorter. Working time is counted in working days, begun ones as whole, and as long as
// the calendar makes of it at worst: from a closing after hours before its longest break to the opening of the working
// day after them. 0 for none.
[[nodiscard]] std::uint32_t days_at_most(const v1::Limit& limit, const v1::Calendar& calendar);

}  // namespace whistle::adapters::district
