#include "tools/whistle/token_text.h"

#include <charconv>

#include "engine/hexadecimal.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kTokenBytes = 16;

}  // namespace

std::string token_text(std::string_view token) {
  return engine::hexadecimal(token);
}

std::optional<std::string> parse_token(std::string_view text) {
  if (text.size() != 2 * kTokenBytes) return std::nullopt;
  std::string token;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    unsigned byte = 0;
    const auto* end = text.data() + at + 2;
    const auto read = std::from_chars(text.data() + at, end, byte, 16);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    token += static_cast<char>(byte);
  }
  return token;
}

}  // namespace whistle::tools
