// How often one sender may ask: a token bucket for each name, on the machine's running time.
//
//   RateLimit limit;
//   if (const auto wait = limit.take("10.0.0.7", per_second(50, 500), steady_clock::now())) ...  // too often
//
// A bucket is one point in time, the moment from which on it is full again; a name that is not there has a full one, so
// that names need no registering and forgetting a full one loses nothing. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace whistle::tools::whistled {

// So many at once, and then one after each interval.
struct Rate {
  std::chrono::nanoseconds interval{0};  // 0: no limit
  std::uint32_t burst = 1;               // at least 1
};
[[nodiscard]] Rate per_second(std::uint32_t count, std::uint32_t burst);  // 0 a second: no limit

class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Names with a bucket that is not full. Beyond them strangers share one, so that making up names wins nothing.
  static constexpr std::size_t kNamesMax = 65'536;

  // Takes one token. nullopt: there was one. Otherwise nothing is taken, and there will be one after so long.
  [[nodiscard]] std::optional<std::chrono::milliseconds> take(std::string_view name, Rate rate, Time now);

  [[nodiscard]] std::size_t names() const { return full_at_.size(); }

 private:
  Time& bucket(std::string_view name, Time now);

  std::unordered_map<std::string, Time> full_at_;
  std::size_t sweep_at_ = 1'024;
};

}  // namespace whistle::tools::whistled
