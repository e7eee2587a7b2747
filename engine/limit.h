// A limit as people write it: a whole number and a unit, for instance 4wh (four working hours).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "whistle/v1/common.pb.h"

namespace whistle::engine {

// A count of 0 means "no clock", whatever the unit.
struct Limit {
  std::uint32_t count = 0;  // 0 to kLimitCountMax
  v1::LimitUnit unit = v1::LIMIT_UNIT_UNSPECIFIED;

  bool none() const { return count == 0; }
  friend bool operator==(const Limit&, const Limit&) = default;
};

inline constexpr std::uint32_t kLimitCountMax = 100'000;

// "15m", "2ch", "4wh", "5wd", "3cd" or "0"; anything else is nullopt. Ladders write "at once" as "0m", so a count of 0
// may carry a unit; only 0 may do without one.
[[nodiscard]] std::optional<Limit> parse_limit(std::string_view text);
// The same way back; "0" for none.
[[nodiscard]] std::string to_string(const Limit& limit);

[[nodiscard]] Limit from_proto(const v1::Limit& limit);
[[nodiscard]] v1::Limit to_proto(const Limit& limit);

}  // namespace whistle::engine
