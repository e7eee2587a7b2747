#include "tools/whistle/token_text.h"

#include <doctest/doctest.h>

namespace whistle::tools {

TEST_CASE("a token is 32 hexadecimal digits, there and back") {
  std::string token;
  for (int byte = 0; byte < 16; ++byte)
    token += static_cast<char>(byte * 17);
  CHECK(token_text(token) == "00112233445566778899aabbccddeeff");
  CHECK(parse_token(token_text(token)) == token);
  CHECK(parse_token("00112233445566778899AABBCCDDEEFF") == token);
}

TEST_CASE("what is shorter, longer or no hexadecimal is no token") {
  for (const char* text : {"", "00", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
                           "0011223344556677 899aabbccddeeff", "g0112233445566778899aabbccddeeff",
                           "-1112233445566778899aabbccddeeff", "0x112233445566778899aabbccddeeff"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_token(text).has_value());
  }
}

}  // namespace whistle::tools
