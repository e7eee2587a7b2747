// How long to wait before something is tried again: exponential, with full jitter, so that many that failed together do
// not come back together.
//
//   pause_after({1s, 5min}, /*failures=*/3, random);   // anything from 0 to 4 s
#pragma once

#include <chrono>
#include <cstdint>

#include "engine/ports.h"

namespace whistle::adapters::platform {

struct BackoffLimits {
  std::chrono::milliseconds first{1'000};   // the longest pause after one failure
  std::chrono::milliseconds most{300'000};  // after many
};

// The longest pause after so many failures, one or more: `first`, doubled with each, `most` at most.
[[nodiscard]] std::chrono::milliseconds longest_pause(const BackoffLimits& limits, std::uint32_t failures);

// Evenly from 0 to the longest.
[[nodiscard]] std::chrono::milliseconds pause_after(const BackoffLimits& limits, std::uint32_t failures,
                                                    engine::RandomSource& random);

}  // namespace whistle::adapters::platform
