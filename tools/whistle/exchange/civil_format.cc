#include "tools/whistle/exchange/civil_format.h"

#include <cstdio>

#include "adapters/district/civil_text.h"
#include "adapters/district/decimal.h"
#include "adapters/district/time_zone.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;

struct Parts {
  int year = -1, month = -1, day = -1;
  int hour = 0, minute = 0, second = 0;
  int micros = 0;
  std::optional<bool> afternoon;
  std::optional<int> offset;  // seconds east
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
}

// At least `least` digits and at most `most`, of which the value is between the bounds.
bool take(std::string_view& text, std::size_t least, std::size_t most, int low, int high, int& value) {
  std::size_t n = 0;
  int read = 0;
  while (n < text.size() && n < most && is_digit(text[n]))
    read = read * 10 + (text[n++] - '0');
  if (n < least || read < low || read > high) return false;
  text.remove_prefix(n);
  value = read;
  return true;
}

bool take_fraction(std::string_view& text, int& micros) {
  std::size_t n = 0;
  micros = 0;
  for (; n < text.size() && is_digit(text[n]); ++n) {
    if (n < 6) micros = micros * 10 + (text[n] - '0');
  }
  if (n == 0 || n > 9) return false;
  for (std::size_t i = n; i < 6; ++i)
    micros *= 10;
  text.remove_prefix(n);
  return true;
}

bool take_half(std::string_view& text, std::optional<bool>& afternoon) {
  struct Half {
    std::string_view word;
    bool afternoon;
  };
  constexpr Half kHalves[] = {{"AM", false}, {"am", false}, {"上午", false},
                              {"PM", true},  {"pm", true},  {"下午", true}};
  for (const auto& half : kHalves) {
    if (!text.starts_with(half.word)) continue;
    text.remove_prefix(half.word.size());
    afternoon = half.afternoon;
    return true;
  }
  return false;
}

bool take_offset(std::string_view& text, std::optional<int>& offset) {
  if (text.starts_with('Z')) {
    text.remove_prefix(1);
    offset = 0;
    return true;
  }
  if (!text.starts_with('+') && !text.starts_with('-')) return false;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (!take(text, 2, 2, 0, 23, hours)) return false;
  if (text.starts_with(':')) text.remove_prefix(1);
  if (!take(text, 2, 2, 0, 59, minutes)) return false;
  offset = sign * (hours * 3600 + minutes * 60);
  return true;
}

bool take_part(char letter, std::string_view& text, Parts& parts) {
  switch (letter) {
    case 'Y':
      return take(text, 4, 4, 0, 9999, parts.year);
    case 'm':
      return take(text, 1, 2, 1, 12, parts.month);
    case 'd':
      return take(text, 1, 2, 1, 31, parts.day);
    case 'H':
      return take(text, 1, 2, 0, 23, parts.hour);
    case 'I':
      return take(text, 1, 2, 1, 12, parts.hour);
    case 'M':
      return take(text, 1, 2, 0, 59, parts.minute);
    case 'S':
      return take(text, 1, 2, 0, 59, parts.second);
    case 'f':
      return take_fraction(text, parts.micros);
    case 'p':
      return take_half(text, parts.afternoon);
    case 'z':
      return take_offset(text, parts.offset);
    default:
      return false;
  }
}

bool take_all(std::string_view text, std::string_view format, Parts& parts) {
  skip_blanks(text);
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    if (c == ' ') {
      skip_blanks(text);
    } else if (c == '%' && format[at + 1] != '%') {
      if (!take_part(format[++at], text, parts)) return false;
    } else {
      if (c == '%') ++at;
      if (!text.starts_with(c)) return false;
      text.remove_prefix(1);
    }
  }
  skip_blanks(text);
  if (parts.afternoon) {
    if (parts.hour < 1 || parts.hour > 12) return false;
    parts.hour = parts.hour % 12 + (*parts.afternoon ? 12 : 0);
  }
  return text.empty();
}

CivilReading checked(engine::Instant at) {
  if (at < engine::kInstantMin || at >= engine::kInstantMax) return {CivilFault::NoSuchDay, {}, false};
  return {CivilFault::None, at, false};
}

// The instants at which clocks of the zone showed that time.
CivilReading read_local(std::int64_t local_seconds, const std::vector<v1::ZoneOffset>& offsets) {
  // Offsets change at most once a day, so those of the days around are all that can have held.
  const auto offset_near = [&](std::int64_t seconds) {
    return district::offset_at(offsets, engine::Instant{seconds * engine::kSecondUs});
  };
  const std::int64_t before = offset_near(local_seconds - engine::kDaySeconds);
  const std::int64_t after = offset_near(local_seconds + engine::kDaySeconds);
  const bool by_before = offset_near(local_seconds - before) == before;
  const bool by_after = offset_near(local_seconds - after) == after;
  if (!by_before && !by_after) return {CivilFault::InGap, {}, false};
  auto reading = checked({(local_seconds - (by_before ? before : after)) * engine::kSecondUs});
  reading.twice = by_before && by_after && before != after;
  return reading;
}

CivilReading read_count(std::string_view text, std::int64_t unit_us) {
  const auto scaled = district::scaled_decimal(text, unit_us == engine::kSecondUs ? 6 : 3);
  return scaled ? checked({*scaled}) : CivilReading{CivilFault::OtherForm, {}, false};
}

}  // namespace

bool is_civil_format(std::string_view format) {
  if (format == "rfc3339" || format == "unix" || format == "unix_ms") return true;
  std::string letters;
  for (std::size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%') continue;
    if (++at == format.size() || std::string_view("YmdHIMSfpz%").find(format[at]) == std::string_view::npos)
      return false;
    if (format[at] != '%') letters += format[at];
  }
  const auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
  return has('Y') && has('m') && has('d') && has('H') != has('I') && has('I') == has('p');
}

CivilReading read_civil(std::string_view text, std::string_view format, const std::vector<v1::ZoneOffset>& offsets) {
  if (format == "unix") return read_count(text, engine::kSecondUs);
  if (format == "unix_ms") return read_count(text, engine::kSecondUs / 1000);
  if (format == "rfc3339") {
    const auto at = district::parse_rfc3339(text);
    return at ? CivilReading{CivilFault::None, *at, false} : CivilReading{CivilFault::OtherForm, {}, false};
  }
  Parts parts;
  if (!take_all(text, format, parts)) return {CivilFault::OtherForm, {}, false};
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
  const auto day = district::parse_date(date);
  if (!day) return {CivilFault::NoSuchDay, {}, false};
  const std::int64_t seconds =
      *day * engine::kDaySeconds + std::int64_t{parts.hour} * 3600 + std::int64_t{parts.minute} * 60 + parts.second;
  auto reading = parts.offset ? checked({(seconds - *parts.offset) * engine::kSecondUs}) : read_local(seconds, offsets);
  reading.at.us += parts.micros;
  return reading;
}

}  // namespace whistle::tools
