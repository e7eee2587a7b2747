#include "adapters/api/base64.h"

#include <array>
#include <cstdint>

namespace whistle::adapters::api {

namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xff;
constexpr std::size_t kGroup = 4;  // letters of three bytes

constexpr std::array<std::uint8_t, 256> values() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNone);
  for (std::size_t i = 0; i < kLetters.size(); ++i)
    table[static_cast<unsigned char>(kLetters[i])] = static_cast<std::uint8_t>(i);
  table['-'] = table['+'];
  table['_'] = table['/'];
  return table;
}

constexpr auto kValues = values();

bool mixes_alphabets(std::string_view text) {
  return text.find_first_of("+/") != std::string_view::npos && text.find_first_of("-_") != std::string_view::npos;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  constexpr unsigned kLetterBits = 6;
  constexpr unsigned kByteBits = 8;
  if (text.ends_with('=')) {
    if (text.size() % kGroup != 0) return std::nullopt;
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  if (text.size() % kGroup == 1 || mixes_alphabets(text)) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / kGroup * 3 + 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char letter : text) {
    const auto value = kValues[static_cast<unsigned char>(letter)];
    if (value == kNone) return std::nullopt;
    bits = bits << kLetterBits | value;
    count += kLetterBits;
    if (count < kByteBits) continue;
    count -= kByteBits;
    bytes.push_back(static_cast<char>(bits >> count & 0xffU));
  }
  if ((bits & ((1U << count) - 1U)) != 0) return std::nullopt;
  return bytes;
}

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * kGroup);
  const auto at = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t bits = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    text.push_back(kLetters[bits >> 18U]);
    text.push_back(kLetters[bits >> 12U & 0x3fU]);
    text.push_back(i + 1 < bytes.size() ? kLetters[bits >> 6U & 0x3fU] : '=');
    text.push_back(i + 2 < bytes.size() ? kLetters[bits & 0x3fU] : '=');
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(byte) >> 4U]);
    text.push_back(kDigits[static_cast<unsigned char>(byte) & 0xfU]);
  }
  return text;
}

}  // namespace whistle::adapters::api
