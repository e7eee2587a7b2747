#include "adapters/platform/backoff.h"

#include <algorithm>
#include <array>

namespace whistle::adapters::platform {

std::chrono::milliseconds longest_pause(const BackoffLimits& limits, std::uint32_t failures) {
  auto pause = limits.first;
  for (std::uint32_t failure = 1; failure < failures && pause < limits.most; ++failure)
    pause *= 2;
  return std::min(pause, limits.most);
}

std::chrono::milliseconds pause_after(const BackoffLimits& limits, std::uint32_t failures,
                                      engine::RandomSource& random) {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  random.fill(bytes);
  std::uint64_t drawn = 0;
  for (const auto byte : bytes)
    drawn = drawn << 8U | byte;
  const auto longest = static_cast<std::uint64_t>(longest_pause(limits, failures).count());
  return std::chrono::milliseconds(drawn % (longest + 1));
}

}  // namespace whistle::adapters::platform
