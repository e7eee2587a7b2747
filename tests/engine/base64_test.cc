#include "engine/base64.h"

#include <doctest/doctest.h>

namespace whistle::engine {

TEST_CASE("bytes are written as RFC 4648 has them") {
  for (const auto& [bytes, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"},
                                    {"\xfb\xff", "+/8="}}) {
    CHECK(base64(bytes) == text);
    CHECK(parse_base64(text) == bytes);
  }
}

TEST_CASE("bytes that are written are read again") {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    CHECK(parse_base64(base64(bytes)) == bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

TEST_CASE("every text but the one way to write some bytes is refused") {
  for (const char* text : {"a", "aG", "aGg", "aG=", "aG===", "=",
                           "====", "aGh=", "aH==", "a b=", "-_8=", "aGg=aGg=", "aGg=\n", "Zg=\0", "\xff\xff\xff\xff"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_base64(text).has_value());
  }
}

}  // namespace whistle::engine
