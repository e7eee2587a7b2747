#include "engine/hexadecimal.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

TEST_CASE("bytes are two lower-case digits each, there and back") {
  const std::string bytes("\x00\x0f\xff", 3);
  CHECK(hexadecimal(bytes) == "000fff");
  CHECK(from_hexadecimal("000fff") == bytes);
  CHECK(hexadecimal("").empty());
  CHECK(from_hexadecimal("") == "");
}

TEST_CASE("what is no such text is no bytes") {
  for (const auto* text : {"0g", "g0", "0F", " 0", "0x"}) {
    CAPTURE(text);
    CHECK_FALSE(from_hexadecimal(text).has_value());
  }
  CHECK_FALSE(from_hexadecimal(std::string_view("000fff").substr(0, 3)).has_value());
}

}  // namespace
}  // namespace whistle::engine
