// From a long run that broke a rule to a short one that breaks one: the steps after the break are cut off, then pieces
// of what is left, as long as a rule still breaks.
#pragma once

#include <cstdint>

#include "tests/simulation/simulation.h"

namespace whistle::tests {

struct ShortestRun {
  std::uint32_t steps = 0;  // taken
  BrokenRun broken;
};

// Runs the course again, each time no longer than the last that broke, 60,000 steps in all; with a comparison after
// every step, so that what broke earlier than it was seen is found where it broke.
[[nodiscard]] ShortestRun shrunk(const Setting& setting, Course course, const BrokenRun& broken);

}  // namespace whistle::tests
