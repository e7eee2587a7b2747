#include "adapters/http/http_message.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

TEST_CASE("tokens are compared without the case of letters, and of letters alone") {
  CHECK(same_token("Content-Type", "content-TYPE"));
  CHECK_FALSE(same_token("a", "ab"));
  CHECK_FALSE(same_token("@", "`"));
  CHECK_FALSE(same_token("\xC4", "\xE4"));
}

TEST_CASE("names are tokens, values are one line") {
  CHECK(is_token("X-A_1!"));
  for (const auto* text : {"", "a b", "a:", "a\r", "\xC3\xA4", "a/b", "\"a\""})
    CHECK_FALSE(is_token(text));
  CHECK(is_field_value("a\tb \xC3\xA4 \"c\""));
  CHECK(is_field_value(""));
  for (const auto& text : {std::string("a\r"), std::string("\n"), std::string(1, '\0'), std::string("\x7F")})
    CHECK_FALSE(is_field_value(text));
}

TEST_CASE("blanks around a text are taken off, those within stay") {
  CHECK(trimmed(" \ta b\t ") == "a b");
  CHECK(trimmed(" \t ").empty());
}

}  // namespace whistle::adapters::http
