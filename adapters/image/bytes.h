// Numbers in bytes, of either order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::adapters::image {

enum class Order { Big, Little };

// `bytes` is 1 to 4, and they are there.
[[nodiscard]] inline std::uint32_t number_at(std::string_view text, std::size_t at, std::size_t bytes, Order order) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    const auto place = order == Order::Big ? at + i : at + bytes - 1 - i;
    number = number << 8U | static_cast<unsigned char>(text[place]);
  }
  return number;
}

inline void append_number(std::string& text, std::uint32_t number, std::size_t bytes, Order order) {
  for (std::size_t i = 0; i < bytes; ++i) {
    const auto shift = 8 * (order == Order::Big ? bytes - 1 - i : i);
    text.push_back(static_cast<char>(number >> shift & 0xFFU));
  }
}

}  // namespace whistle::adapters::image
