// The same bytes for the same seed: for tests, and for engines on a driven clock, whose journals are to be equal byte
// for byte.
//
//   SeededRandom random(42);              // or random(42, next_sequence): an engine that starts again goes on, it does
//   not repeat
//
// Anybody who knows the seed knows every key that was made from it: never for an engine on real time.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>

#include "engine/ports.h"

namespace whistle::storage {

// What the nth call gives depends on seed, stream and n alone. Any thread; one order of calls gives one result.
class SeededRandom final : public engine::RandomSource {
 public:
  // Streams of one seed are unrelated.
  explicit SeededRandom(std::uint64_t seed, std::uint64_t stream = 0);

  void fill(std::span<std::uint8_t> bytes) override;

 private:
  const std::uint64_t seed_;
  const std::uint64_t stream_;
  std::mutex mutex_;
  std::uint64_t calls_ = 0;  // guarded by mutex_
};

}  // namespace whistle::storage
