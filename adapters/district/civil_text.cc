#include "adapters/district/civil_text.h"

#include <date/date.h>

#include <array>
#include <cstdio>

namespace whistle::adapters::district {
namespace {

// Exactly `count` digits from the front of `text`, consumed.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int32_t> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const auto civil = date::year{*year} / *month / *day;
  if (!civil.ok() || *year < 1970 || *year > 2199) return std::nullopt;
  return static_cast<std::int32_t>(date::sys_days{civil}.time_since_epoch().count());
}

// Seconds of the day; 60 as a leap second.
std::optional<std::int64_t> take_time(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// Microseconds of an optional fraction.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::int64_t us = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits < 6) us = us * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (std::size_t n = digits; n < 6; ++n)
    us *= 10;
  text.remove_prefix(digits);
  return us;
}

// Seconds east of UTC.
std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return 0;
  const bool west = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const std::int64_t seconds = *hour * 3600 + *minute * 60;
  return west ? -seconds : seconds;
}

}  // namespace

std::optional<std::int32_t> parse_date(std::string_view text) {
  const auto day = take_date(text);
  return text.empty() ? day : std::nullopt;
}

std::string date_text(std::int32_t day) {
  const date::year_month_day civil{date::sys_days{date::days{day}}};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(civil.year()),
                static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
  return text.data();
}

unsigned weekday_of(std::int32_t day) {
  return date::weekday{date::sys_days{date::days{day}}}.iso_encoding() - 1;
}

std::optional<std::uint32_t> parse_minute_of_day(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !text.empty() || *minute > 59) return std::nullopt;
  const int minutes = *hour * 60 + *minute;
  if (minutes > 1440) return std::nullopt;
  return static_cast<std::uint32_t>(minutes);
}

std::optional<engine::Instant> parse_rfc3339(std::string_view text) {
  const auto day = take_date(text);
  if (!day || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const engine::Instant at{(std::int64_t{*day} * 86'400 + *time - *offset) * engine::kSecondUs + *fraction};
  if (at < engine::kInstantMin || at >= engine::kInstantMax) return std::nullopt;
  return at;
}

std::string rfc3339_text(engine::Instant at, std::int32_t offset_seconds) {
  std::int64_t local = at.us / engine::kSecondUs;
  if (at.us % engine::kSecondUs < 0) --local;
  local += offset_seconds;
  std::int64_t day = local / 86'400;
  if (local % 86'400 < 0) --day;
  const auto second = static_cast<int>(local - day * 86'400);
  const int offset = offset_seconds < 0 ? -offset_seconds : offset_seconds;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d%c%02d:%02d", second / 3600, second / 60 % 60, second % 60,
                offset_seconds < 0 ? '-' : '+', offset / 3600, offset / 60 % 60);
  return date_text(static_cast<std::int32_t>(day)) + text.data();
}

}  // namespace whistle::adapters::district
