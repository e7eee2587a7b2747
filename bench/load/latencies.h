// Latencies of one run, kept one by one: 4 bytes each, and the percentiles are exact.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace whistle::bench {

class Latencies {
 public:
  using Nanoseconds = std::chrono::nanoseconds;

  void reserve(std::size_t count) { tenths_.reserve(count); }
  void add(Nanoseconds latency) {
    const auto tenths = std::clamp<std::int64_t>(latency.count() / 100, 0, UINT32_MAX);
    tenths_.push_back(static_cast<std::uint32_t>(tenths));
  }
  [[nodiscard]] std::size_t size() const { return tenths_.size(); }
  // Microseconds that `share` of the latencies do not exceed; 0 without any. Sorts, so ask when all are in.
  [[nodiscard]] double at(double share) {
    if (tenths_.empty()) return 0;
    std::ranges::sort(tenths_);
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(tenths_.size()));
    return static_cast<double>(tenths_[std::min(rank, tenths_.size() - 1)]) / 10;
  }

 private:
  std::vector<std::uint32_t> tenths_;  // of a microsecond
};

}  // namespace whistle::bench
