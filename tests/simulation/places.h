// Where people say that something is: known places, unknown ones, points, an address, nothing.
#pragma once

#include <string>

#include "tests/simulation/chance.h"
#include "tests/simulation/setting.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tests {

struct SaidPlace {
  v1::Location location;  // perhaps empty
  std::string address;    // only where the location is empty, and perhaps then
};

[[nodiscard]] SaidPlace said_place(const Setting& setting, Chance& chance);

}  // namespace whistle::tests
