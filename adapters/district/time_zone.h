// An IANA zone as the list of offsets that the ruleset carries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/time.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct ZoneFault {
  bool unknown = false;    // else the system's zone data could not be read
  std::string suggestion;  // a zone of nearly that name; may be empty
  std::string reason;
};

// Offsets from 1970 on, ascending; the first entry stands at 0 seconds. They reach as far as the system's zone data
// state changes one by one; afterwards the last one holds.
[[nodiscard]] tl::expected<std::vector<v1::ZoneOffset>, ZoneFault> zone_offsets(std::string_view zone);

// Seconds east of UTC at an instant, by such a list, which is not empty.
[[nodiscard]] std::int32_t offset_at(const std::vector<v1::ZoneOffset>& offsets, engine::Instant at);

}  // namespace whistle::adapters::district
