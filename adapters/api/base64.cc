#include "adapters/api/base64.h"

#include <sodium.h>

#include <algorithm>

#include "engine/base64.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::api {

std::optional<std::string> from_base64(std::string_view text) {
  const bool is_for_addresses = text.find_first_of("-_") != std::string_view::npos;
  if (is_for_addresses && text.find_first_of("+/") != std::string_view::npos) return std::nullopt;
  std::string standard(text);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  if (!standard.ends_with('=')) standard.append((4 - standard.size() % 4) % 4, '=');
  return engine::parse_base64(standard);
}

std::optional<std::string> from_hex(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                    text.size(), nullptr, nullptr, nullptr);
  return failed == 0 ? std::optional(bytes) : std::nullopt;
}

std::string percent_encoded(std::string_view text, std::string_view plain) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos || plain.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      encoded.append("%").append(engine::hexadecimal({&c, 1}));
    }
  }
  return encoded;
}

}  // namespace whistle::adapters::api
