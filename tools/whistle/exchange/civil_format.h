// Times as other systems write them: a pattern of the usual letters, and the zone that the clock on the wall showed.
//
//   %Y 2015   %m 1, 01   %d 5, 05   %H 0..23   %I 1..12   %M   %S   %f fraction   %p AM, PM, 上午, 下午
//   %z +08:00, -0500, Z   %% %   any other character itself; a blank: any number of blanks
//
// Instead of a pattern: rfc3339, unix (seconds), unix_ms. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::tools {

enum class CivilFault : std::uint8_t {
  None,
  OtherForm,  // not as the pattern has it
  NoSuchDay,  // 30 February; or outside 1970 to 2199
  InGap,      // the clock jumped over it
};

struct CivilReading {
  CivilFault fault = CivilFault::None;
  engine::Instant at;
  bool twice = false;  // the clock showed it twice; the earlier was taken
};

// Whether it is one of the words or a pattern of known letters that names a year, a month, a day and an hour.
[[nodiscard]] bool is_civil_format(std::string_view format);

// `format` is one that is_civil_format takes; `offsets` are those of zone_offsets, not empty, for times that say no
// offset themselves. Seconds are cut to microseconds.
[[nodiscard]] CivilReading read_civil(std::string_view text, std::string_view format,
                                      const std::vector<v1::ZoneOffset>& offsets);

}  // namespace whistle::tools
