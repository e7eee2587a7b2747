// Bytes as people compare them.
#pragma once

#include <string>
#include <string_view>

namespace whistle::tools::whistled {

// Two lower-case digits a byte.
[[nodiscard]] inline std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(byte) >> 4U]);
    text.push_back(kDigits[static_cast<unsigned char>(byte) & 0xfU]);
  }
  return text;
}

}  // namespace whistle::tools::whistled
