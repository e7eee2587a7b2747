#include <doctest/doctest.h>

#include <string>

#include "engine/ticket.h"

namespace whistle::engine {

constexpr std::int32_t kSeptember28th2026 = 20'724;  // days since 1970-01-01

TEST_CASE("a ticket's number says the local date, the day's counter and a check digit") {
  const auto number = ticket_number(kSeptember28th2026, 17);
  CHECK(number.substr(0, 15) == "20260928-00017-");
  const auto parts = parse_ticket_number(number);
  REQUIRE(parts);
  CHECK(parts->local_day == kSeptember28th2026);
  CHECK(parts->day_counter == 17);
}

TEST_CASE("a busy day's counter grows beyond five digits") {
  const auto number = ticket_number(kSeptember28th2026, 1'234'567);
  CHECK(number.substr(0, 17) == "20260928-1234567-");
  CHECK(parse_ticket_number(number)->day_counter == 1'234'567);
}

TEST_CASE("one digit misheard, or two neighbours swapped, is not a number") {
  const auto number = ticket_number(kSeptember28th2026, 17);
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == '-') continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      auto wrong = number;
      wrong[i] = digit;
      CAPTURE(wrong);
      CHECK(parse_ticket_number(wrong).has_value() == (digit == number[i]));
    }
    if (i + 1 < number.size() && number[i + 1] != '-' && number[i] != number[i + 1]) {
      auto swapped = number;
      std::swap(swapped[i], swapped[i + 1]);
      CAPTURE(swapped);
      CHECK_FALSE(parse_ticket_number(swapped));
    }
  }
}

TEST_CASE("a number is written in one way alone, though its check digit allows others") {
  CHECK(parse_ticket_number(ticket_number(kSeptember28th2026 + 1, 260'927))->day_counter == 260'927);
  CHECK_FALSE(parse_ticket_number("20260929-000260927-2"));
}

TEST_CASE("what is not a ticket's number is refused") {
  for (const char* text :
       {"", "-", "17", "20260928-00017", "20260928-17-4", "2026092800017-4", "20261328-00017-4", "20260928-0001x-4",
        "20260928-00017-x", "99999999999999999999-00017-4", "20260928-99999999999-1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_ticket_number(text));
  }
}

}  // namespace whistle::engine
