// The operating system's randomness.
#pragma once

#include <cstdint>
#include <span>

#include "engine/ports.h"

namespace whistle::storage {

// Unpredictable bytes. Any thread.
class SystemRandom final : public engine::RandomSource {
 public:
  SystemRandom();

  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace whistle::storage
