// Randomness of a test: the same bytes each run.
#pragma once

#include <cstdint>
#include <random>
#include <span>

#include "engine/ports.h"

namespace whistle::adapters::zeromq {

class FixedRandom final : public engine::RandomSource {
 public:
  explicit FixedRandom(std::uint32_t seed) : chance_(seed) {}

  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(chance_());
  }

 private:
  std::mt19937 chance_;
};

}  // namespace whistle::adapters::zeromq
