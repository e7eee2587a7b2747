// The operating system's randomness.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "engine/ports.h"

namespace whistle::storage {

// Unpredictable bytes. Any thread.
//
// Asks the system for some thousand at a time, because each time is a call of the kernel; what has been given away is
// wiped here at once.
class SystemRandom final : public engine::RandomSource {
 public:
  SystemRandom();
  ~SystemRandom() override;

  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  // ---- guarded by mutex_ ----
  std::array<std::uint8_t, 4'096> pool_{};
  std::size_t given_ = pool_.size();
};

}  // namespace whistle::storage
