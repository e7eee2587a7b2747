// Bytes as base64, by RFC 4648: the standard alphabet, padded. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace whistle::engine {

inline constexpr std::string_view kBase64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

[[nodiscard]] inline std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
      return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
    };
    const std::uint32_t triple = byte(0) << 16U | byte(1) << 8U | byte(2);
    const auto digit = [&](unsigned shift) { return kBase64Alphabet[triple >> shift & 0x3FU]; };
    text.push_back(digit(18));
    text.push_back(digit(12));
    text.push_back(at + 1 < bytes.size() ? digit(6) : '=');
    text.push_back(at + 2 < bytes.size() ? digit(0) : '=');
  }
  return text;
}

// The way back; nullopt: not the one way in which any bytes are written. Any text at all.
[[nodiscard]] inline std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  static constexpr auto kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(0xFF);
    for (std::size_t i = 0; i < kBase64Alphabet.size(); ++i)
      values.at(static_cast<unsigned char>(kBase64Alphabet[i])) = static_cast<std::uint8_t>(i);
    return values;
  }();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  const auto digits = text.size() - padding;
  for (std::size_t at = 0; at < digits; ++at) {
    const auto value = kValues.at(static_cast<unsigned char>(text[at]));
    if (value == 0xFF) return std::nullopt;
    bits = bits << 6U | value;
    if (at % 4 == 0) continue;
    const auto left = 6U - at % 4 * 2U;  // bits that belong to the next byte
    bytes.push_back(static_cast<char>(bits >> left & 0xFFU));
    bits &= (1U << left) - 1U;
  }
  return bits == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace whistle::engine
