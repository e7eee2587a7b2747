#include "adapters/api/base64.h"

#include <sodium.h>

#include "engine/hexadecimal.h"

namespace whistle::adapters::api {

std::optional<std::string> from_base64(std::string_view text) {
  const bool is_padded = text.ends_with('=');
  const bool is_for_addresses = text.find_first_of("-_") != std::string_view::npos;
  const int variant = is_for_addresses
                          ? (is_padded ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING)
                          : (is_padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  std::string bytes(text.size() / 4 * 3 + 2, '\0');
  std::size_t length = 0;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                       text.size(), nullptr, &length, nullptr, variant);
  if (failed != 0) return std::nullopt;
  bytes.resize(length);
  return bytes;
}

std::string base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    kVariant);
  text.pop_back();  // its zero byte
  return text;
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
