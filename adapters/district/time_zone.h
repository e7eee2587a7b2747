// An IANA zone as the list of offsets that the ruleset carries.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

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

}  // namespace whistle::adapters::district
