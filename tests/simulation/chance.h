// Chance from a seed, the same on every machine: splitmix64 and whole numbers, no library distribution.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whistle::tests {

class Chance {
 public:
  // Streams of one seed are unrelated: each step of a simulation has its own, so that leaving steps out does not change
  // what the others would do.
  Chance(std::uint64_t seed, std::uint64_t stream) : state_(mixed(seed) ^ mixed(stream + kStep)) {}

  std::uint64_t next() { return mixed(state_ += kStep); }
  // 0 to n - 1; n is at least 1. The bias of the remainder is below 2^-40 for every n that is used here.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  // From low to high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  // An element of a list that is not empty.
  template <typename List>
  const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(below(list.size()))];
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;

  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace whistle::tests
