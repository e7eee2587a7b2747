// An input that is several texts: each with its length before it, in two bytes, the high one first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace whistle::fuzz {

class Pieces {
 public:
  explicit Pieces(std::string_view input) : rest_(input) {}

  // What is there of the next one; nullopt: there is none.
  std::optional<std::string_view> next() {
    constexpr std::size_t kLengthBytes = 2;
    if (rest_.size() < kLengthBytes) return std::nullopt;
    const auto high = static_cast<unsigned char>(rest_[0]);
    const auto low = static_cast<unsigned char>(rest_[1]);
    const auto length = std::min(std::size_t{high} << 8 | low, rest_.size() - kLengthBytes);
    const auto piece = rest_.substr(kLengthBytes, length);
    rest_.remove_prefix(kLengthBytes + length);
    return piece;
  }

 private:
  std::string_view rest_;
};

}  // namespace whistle::fuzz
