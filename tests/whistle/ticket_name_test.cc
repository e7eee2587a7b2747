#include "tools/whistle/ticket_name.h"

#include <doctest/doctest.h>

#include "engine/ticket.h"

namespace whistle::tools {

namespace {

using Kind = TicketName::Kind;

Kind kind_of(std::string_view text) {
  const auto name = parse_ticket_name(text);
  REQUIRE(name);
  return name->kind;
}

}  // namespace

TEST_CASE("a ticket is named by number, by the number's end, or by id") {
  const auto number = engine::ticket_number(20'723, 17);
  CHECK(kind_of(number) == Kind::Number);
  CHECK(parse_ticket_name(number)->number == number);
  CHECK(kind_of("id:17") == Kind::Id);
  CHECK(kind_of("#17") == Kind::Id);
  CHECK(kind_of("17-4") == Kind::Tail);
  CHECK(kind_of("00017-4") == Kind::Tail);
  CHECK(kind_of("00017") == Kind::Tail);
  CHECK(kind_of("17") == Kind::Digits);
  CHECK(parse_ticket_name("00017")->value == 17);
  CHECK(parse_ticket_name("17-4")->check == '4');
}

TEST_CASE("a number with a wrong check digit, and anything else, names no ticket") {
  auto number = engine::ticket_number(20'723, 17);
  number.back() = number.back() == '9' ? '0' : static_cast<char>(number.back() + 1);
  for (const std::string& text : {number, std::string(""), std::string("id:"), std::string("id:x"), std::string("-4"),
                                  std::string("17-"), std::string("x17"), std::string("99999999999999999999999")}) {
    CAPTURE(text);
    CHECK_FALSE(parse_ticket_name(text));
  }
}

TEST_CASE("an end means every ticket of that counter, with a check digit only the one it fits") {
  const auto monday = engine::ticket_number(20'723, 17);
  const auto tuesday = engine::ticket_number(20'724, 17);
  REQUIRE(monday.back() != tuesday.back());
  const auto bare = parse_ticket_name("17");
  CHECK(ends_as(*bare, monday));
  CHECK(ends_as(*bare, tuesday));
  CHECK_FALSE(ends_as(*bare, engine::ticket_number(20'723, 117)));
  const auto checked = parse_ticket_name(std::string("17-") + monday.back());
  CHECK(ends_as(*checked, monday));
  CHECK_FALSE(ends_as(*checked, tuesday));
}

}  // namespace whistle::tools
