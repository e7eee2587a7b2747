// How long to wait before an engine that said "come back later" is asked again.
#pragma once

#include <chrono>
#include <optional>

#include "engine/ports.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

// What the engine asked for: it is busy, stopping, or asked too often. nullopt: the reply is an answer. Zero: it did
// not say how long.
[[nodiscard]] std::optional<std::chrono::milliseconds> asked_to_wait(const v1::Reply& reply);

// Grows from try to try, is never shorter than what the engine asked for, and up to half as long again by chance, so
// that clients that were sent away together do not come back together. One thread.
class RetryPause {
 public:
  static constexpr std::chrono::milliseconds kFirst{100};
  static constexpr std::chrono::milliseconds kMax{2'000};  // of what it grows to by itself

  [[nodiscard]] std::chrono::milliseconds next(std::chrono::milliseconds asked, engine::RandomSource& random);

 private:
  std::chrono::milliseconds own_ = kFirst;
};

}  // namespace whistle::adapters::zeromq
