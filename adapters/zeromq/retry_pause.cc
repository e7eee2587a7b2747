#include "adapters/zeromq/retry_pause.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace whistle::adapters::zeromq {

namespace {

using std::chrono::milliseconds;

// Longer than any engine asks for: a number from the wire is not trusted to be sensible.
constexpr milliseconds kAskedMax{60'000};

}  // namespace

std::optional<milliseconds> asked_to_wait(const v1::Reply& reply) {
  if (reply.body_case() != v1::Reply::kRefusal) return std::nullopt;
  const auto& refusal = reply.refusal();
  if (refusal.code() != v1::REFUSAL_CODE_BUSY && refusal.code() != v1::REFUSAL_CODE_STOPPING &&
      refusal.code() != v1::REFUSAL_CODE_RATE_EXCEEDED) {
    return std::nullopt;
  }
  for (const auto& argument : refusal.arguments()) {
    if (argument.name() != "retry_after_ms") continue;
    std::uint32_t count = 0;
    const auto& value = argument.value();
    const auto read = std::from_chars(value.data(), value.data() + value.size(), count);
    if (read.ec == std::errc{}) return std::min(milliseconds{count}, kAskedMax);
  }
  return milliseconds{0};
}

milliseconds RetryPause::next(milliseconds asked, engine::RandomSource& random) {
  const auto least = std::max(asked, own_);
  own_ = std::min(own_ * 2, kMax);
  std::array<std::uint8_t, 2> dice{};
  random.fill(dice);
  constexpr int kSides = 1 << 16;
  return least + least * (dice[0] * 256 + dice[1]) / (2 * kSides);
}

}  // namespace whistle::adapters::zeromq
