// What a receiver's answer means for what was sent to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/http_message.h"

namespace whistle::adapters::platform {

enum class Verdict : std::uint8_t {
  Delivered,  // 2xx
  Later,      // 408, 425, 429, 5xx, or no answer
  Refused,    // anything else: the same would be answered again
};

struct Outcome {
  Verdict verdict = Verdict::Later;
  unsigned status = 0;                              // 0: no answer
  std::string why;                                  // of what was not delivered, in words
  std::optional<std::chrono::seconds> retry_after;  // as told; an hour at most
};

inline constexpr std::chrono::seconds kRetryAfterMax{3'600};

// `now_s` is civil time, for a Retry-After that is a date.
[[nodiscard]] Outcome outcome_of(unsigned status, std::string_view retry_after, std::int64_t now_s);
[[nodiscard]] Outcome no_answer(std::string why);

}  // namespace whistle::adapters::platform
