#include "engine/limit.h"

#include <array>

namespace whistle::engine {
namespace {

struct UnitWord {
  std::string_view word;
  v1::LimitUnit unit;
};

constexpr std::array<UnitWord, 5> kUnits{{{"m", v1::LIMIT_UNIT_MINUTES},
                                          {"ch", v1::LIMIT_UNIT_CONTINUOUS_HOURS},
                                          {"wh", v1::LIMIT_UNIT_WORKING_HOURS},
                                          {"wd", v1::LIMIT_UNIT_WORKING_DAYS},
                                          {"cd", v1::LIMIT_UNIT_CALENDAR_DAYS}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Limit> parse_limit(std::string_view text) {
  if (text == "0") return Limit{};
  std::uint32_t count = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    count = count * 10 + static_cast<std::uint32_t>(text[digits] - '0');
    if (count > kLimitCountMax) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  for (const UnitWord& known : kUnits) {
    if (text.substr(digits) == known.word) return Limit{count, known.unit};
  }
  return std::nullopt;
}

std::string to_string(const Limit& limit) {
  if (limit.none()) return "0";
  std::string text = std::to_string(limit.count);
  for (const UnitWord& known : kUnits) {
    if (limit.unit == known.unit) text += known.word;
  }
  return text;
}

Limit from_proto(const v1::Limit& limit) {
  return Limit{limit.count(), limit.unit()};
}

v1::Limit to_proto(const Limit& limit) {
  v1::Limit message;
  message.set_count(limit.count);
  message.set_unit(limit.unit);
  return message;
}

}  // namespace whistle::engine
