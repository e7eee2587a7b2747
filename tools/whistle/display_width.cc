#include "tools/whistle/display_width.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace whistle::tools {

namespace {

struct Span {
  char32_t first;
  char32_t last;
};

// Unicode 15, East Asian Width W and F, joined into blocks where nothing narrow is assigned in between.
constexpr std::array kWide = {
    Span{0x1100, 0x115F},   Span{0x231A, 0x231B},   Span{0x2329, 0x232A},   Span{0x23E9, 0x23EC},
    Span{0x23F0, 0x23F0},   Span{0x23F3, 0x23F3},   Span{0x25FD, 0x25FE},   Span{0x2614, 0x2615},
    Span{0x2648, 0x2653},   Span{0x267F, 0x267F},   Span{0x2693, 0x2693},   Span{0x26A1, 0x26A1},
    Span{0x26AA, 0x26AB},   Span{0x26BD, 0x26BE},   Span{0x26C4, 0x26C5},   Span{0x26CE, 0x26CE},
    Span{0x26D4, 0x26D4},   Span{0x26EA, 0x26EA},   Span{0x26F2, 0x26F3},   Span{0x26F5, 0x26F5},
    Span{0x26FA, 0x26FA},   Span{0x26FD, 0x26FD},   Span{0x2705, 0x2705},   Span{0x270A, 0x270B},
    Span{0x2728, 0x2728},   Span{0x274C, 0x274C},   Span{0x274E, 0x274E},   Span{0x2753, 0x2755},
    Span{0x2757, 0x2757},   Span{0x2795, 0x2797},   Span{0x27B0, 0x27B0},   Span{0x27BF, 0x27BF},
    Span{0x2B1B, 0x2B1C},   Span{0x2B50, 0x2B50},   Span{0x2B55, 0x2B55},   Span{0x2E80, 0x303E},
    Span{0x3041, 0x33FF},   Span{0x3400, 0x4DBF},   Span{0x4E00, 0xA4CF},   Span{0xA960, 0xA97F},
    Span{0xAC00, 0xD7A3},   Span{0xF900, 0xFAFF},   Span{0xFE10, 0xFE19},   Span{0xFE30, 0xFE6F},
    Span{0xFF01, 0xFF60},   Span{0xFFE0, 0xFFE6},   Span{0x16FE0, 0x18CFF}, Span{0x18D00, 0x18D08},
    Span{0x1AFF0, 0x1B2FF}, Span{0x1F004, 0x1F004}, Span{0x1F0CF, 0x1F0CF}, Span{0x1F18E, 0x1F18E},
    Span{0x1F191, 0x1F19A}, Span{0x1F200, 0x1F320}, Span{0x1F32D, 0x1F335}, Span{0x1F337, 0x1F37C},
    Span{0x1F37E, 0x1F393}, Span{0x1F3A0, 0x1F3CA}, Span{0x1F3CF, 0x1F3D3}, Span{0x1F3E0, 0x1F3F0},
    Span{0x1F3F4, 0x1F3F4}, Span{0x1F3F8, 0x1F43E}, Span{0x1F440, 0x1F440}, Span{0x1F442, 0x1F4FC},
    Span{0x1F4FF, 0x1F53D}, Span{0x1F54B, 0x1F54E}, Span{0x1F550, 0x1F567}, Span{0x1F57A, 0x1F57A},
    Span{0x1F595, 0x1F596}, Span{0x1F5A4, 0x1F5A4}, Span{0x1F5FB, 0x1F64F}, Span{0x1F680, 0x1F6C5},
    Span{0x1F6CC, 0x1F6CC}, Span{0x1F6D0, 0x1F6D2}, Span{0x1F6D5, 0x1F6DF}, Span{0x1F6EB, 0x1F6EC},
    Span{0x1F6F4, 0x1F6FC}, Span{0x1F7E0, 0x1F7F0}, Span{0x1F90C, 0x1F93A}, Span{0x1F93C, 0x1F945},
    Span{0x1F947, 0x1F9FF}, Span{0x1FA70, 0x1FAFF}, Span{0x20000, 0x3FFFD}};

// Marks that stand on the character before them, joiners and variation selectors: those of the scripts that districts
// write.
constexpr std::array kNoWidth = {
    Span{0x0300, 0x036F}, Span{0x0483, 0x0489},  Span{0x0591, 0x05BD}, Span{0x0610, 0x061A}, Span{0x064B, 0x065F},
    Span{0x0F18, 0x0F19}, Span{0x0F71, 0x0F7E},  Span{0x1AB0, 0x1AFF}, Span{0x1DC0, 0x1DFF}, Span{0x200B, 0x200F},
    Span{0x202A, 0x202E}, Span{0x2060, 0x2064},  Span{0x20D0, 0x20FF}, Span{0xFE00, 0xFE0F}, Span{0xFE20, 0xFE2F},
    Span{0xFEFF, 0xFEFF}, Span{0xE0100, 0xE01EF}};

template <std::size_t N>
bool in(const std::array<Span, N>& spans, char32_t character) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), character,
                                      [](char32_t wanted, const Span& span) { return wanted < span.first; });
  return after != spans.begin() && character <= std::prev(after)->last;
}

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// The character that starts at `at`; a byte that starts none is one invalid character.
Character character_at(std::string_view text, std::size_t at) {
  const auto lead = byte_at(text, at);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + bytes > text.size()) return {lead, 1, false};
  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = byte_at(text, at + i);
    if ((next & 0xC0U) != 0x80U) return {lead, 1, false};
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10FFFF));
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate ? Character{lead, 1, false} : Character{code, bytes, true};
}

std::size_t columns_of(const Character& character) {
  if (!character.valid) return 1;
  if (in(kNoWidth, character.code)) return 0;
  return in(kWide, character.code) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    width += columns_of(character);
    at += character.bytes;
  }
  return width;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  const auto has = display_width(text);
  if (has < width) result.append(width - has, ' ');
  return result;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t used = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const auto character = character_at(text, end);
    if (used + columns_of(character) > width - 1) break;
    used += columns_of(character);
    end += character.bytes;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    const bool control = character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0);
    // Marks that turn the direction of writing could make a line read as another.
    const bool turning = (character.code >= 0x202A && character.code <= 0x202E) ||
                         (character.code >= 0x2066 && character.code <= 0x2069);
    if (!character.valid || control || turning) {
      result += '?';
    } else {
      result += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return result;
}

}  // namespace whistle::tools
