#include "adapters/district/decimal.h"

#include <string>

namespace whistle::adapters::district {
namespace {

constexpr std::size_t kTextMax = 400;  // digits beyond this are no measurement
constexpr std::int64_t kExponentMax = 400;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct DecimalParts {
  bool negative = false;
  std::string digits;         // without the point
  std::int64_t exponent = 0;  // of the last digit
};

// Consumes digits from `text`.
std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n]))
    ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

std::optional<std::int64_t> take_exponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : digits)
    value = value > kExponentMax ? value : value * 10 + (digit - '0');
  return negative ? -value : value;
}

std::optional<DecimalParts> split(std::string_view text) {
  if (text.size() > kTextMax) return std::nullopt;
  DecimalParts parts;
  parts.negative = text.starts_with('-');
  if (parts.negative) text.remove_prefix(1);
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  parts.digits = whole;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::string_view fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
    parts.digits += fraction;
    parts.exponent = -static_cast<std::int64_t>(fraction.size());
  }
  const auto exponent = take_exponent(text);
  if (!exponent) return std::nullopt;
  parts.exponent += *exponent;
  return parts;
}

// Whether the digits cut off round the kept ones up: more than half, or half and the last kept digit odd.
bool rounds_up(std::string_view kept, std::string_view cut) {
  if (cut.empty() || cut.front() < '5') return false;
  if (cut.front() > '5' || cut.find_first_not_of('0', 1) != std::string_view::npos) return true;
  return !kept.empty() && (kept.back() - '0') % 2 == 1;
}

}  // namespace

std::optional<std::int64_t> scaled_decimal(std::string_view text, int places) {
  auto parts = split(text);
  if (!parts) return std::nullopt;
  const std::int64_t shift = parts->exponent + places;
  std::string digits = parts->digits;
  const std::size_t leading = digits.find_first_not_of('0');
  if (leading == std::string::npos) return 0;
  digits.erase(0, leading);
  if (shift > 0 && digits.size() + static_cast<std::size_t>(shift) > 19) return std::nullopt;
  if (shift > 0) digits.append(static_cast<std::size_t>(shift), '0');
  std::string_view kept = digits;
  std::string cut;
  if (shift < 0) {
    const auto drop = static_cast<std::size_t>(-shift);
    if (drop > digits.size()) return 0;  // less than a tenth of a unit
    kept = kept.substr(0, digits.size() - drop);
    cut = digits.substr(digits.size() - drop);
  }
  if (kept.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : kept)
    value = value * 10 + (digit - '0');
  if (rounds_up(kept, cut)) ++value;
  return parts->negative ? -value : value;
}

std::optional<std::uint32_t> whole_number(std::string_view text, std::uint32_t max) {
  if (text.empty() || text.size() > 10 || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > max) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

}  // namespace whistle::adapters::district
