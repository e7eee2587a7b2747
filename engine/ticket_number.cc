#include <array>
#include <charconv>
#include <chrono>

#include "engine/calendar.h"
#include "engine/ticket.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kDateDigits = 8;
constexpr std::size_t kCounterDigits = 5;  // at least; a busier day's counter is longer

std::string zero_filled(std::uint64_t number, std::size_t width) {
  auto digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// Damm's quasigroup of order 10: detects every wrong digit and every swap of neighbours, the slips of the telephone.
constexpr std::array<std::array<std::uint8_t, 10>, 10> kDamm = {{{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
                                                                 {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
                                                                 {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
                                                                 {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
                                                                 {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
                                                                 {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
                                                                 {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
                                                                 {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
                                                                 {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
                                                                 {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}}};

char check_digit(std::string_view digits) {
  std::uint8_t interim = 0;
  for (const char digit : digits)
    interim = kDamm[interim][static_cast<std::size_t>(digit - '0')];
  return static_cast<char>('0' + interim);
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

template <typename Number>
bool read(std::string_view digits, Number& number) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size();
}

}  // namespace

std::string ticket_number(std::int32_t local_day, std::uint32_t day_counter) {
  const auto date = civil_date(local_day);
  const auto day =
      zero_filled(static_cast<std::uint64_t>(date.year), 4) + zero_filled(date.month, 2) + zero_filled(date.day, 2);
  const auto counter = zero_filled(day_counter, kCounterDigits);
  return day + '-' + counter + '-' + check_digit(day + counter);
}

std::optional<NumberParts> parse_ticket_number(std::string_view text) {
  if (text.size() < kDateDigits + kCounterDigits + 3 || text[kDateDigits] != '-' || text[text.size() - 2] != '-')
    return std::nullopt;
  const auto date = text.substr(0, kDateDigits);
  const auto counter = text.substr(kDateDigits + 1, text.size() - kDateDigits - 3);
  if (!all_digits(date) || !all_digits(counter) ||
      check_digit(std::string(date) + std::string(counter)) != text.back()) {
    return std::nullopt;
  }
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  NumberParts parts;
  if (!read(date.substr(0, 4), year) || !read(date.substr(4, 2), month) || !read(date.substr(6, 2), day))
    return std::nullopt;
  if (!read(counter, parts.day_counter)) return std::nullopt;
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!civil.ok()) return std::nullopt;
  parts.local_day = static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count());
  // Written in one way alone: with more zeros before the counter it would be a slip that the check digit lets pass.
  if (ticket_number(parts.local_day, parts.day_counter) != text) return std::nullopt;
  return parts;
}

std::optional<NumberParts> number_given(const v1::Event& event) {
  if (event.has_whistle_blown())
    return NumberParts{event.whistle_blown().local_day(), event.whistle_blown().day_counter()};
  if (event.has_ticket_split_off()) {
    return NumberParts{event.ticket_split_off().local_day(), event.ticket_split_off().day_counter()};
  }
  return std::nullopt;
}

}  // namespace whistle::engine
