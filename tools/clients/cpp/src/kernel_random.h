// The system's randomness, without a library. Any thread.
#pragma once

#include "engine/ports.h"

namespace whistle::client {

class KernelRandom final : public engine::RandomSource {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace whistle::client
