// calendar.yaml: working hours, holidays, make-up days.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// The calendar without its zone's offsets.
[[nodiscard]] v1::Calendar read_calendar(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
