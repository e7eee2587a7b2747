#include "adapters/api/base64.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/base64.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::api {
namespace {

TEST_CASE("bytes that are written are read again") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(from_base64(engine::base64(bytes)) == bytes);
    CHECK(from_hex(engine::hexadecimal(bytes)) == bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
  CHECK(from_hex("01Fe") == "\x01\xfe");
}

TEST_CASE("both alphabets are read, padded or not") {
  CHECK(from_base64("-_8=") == "\xfb\xff");
  CHECK(from_base64("+/8") == "\xfb\xff");
  CHECK(from_base64("") == "");
}

TEST_CASE("what an address cannot carry is escaped") {
  CHECK(percent_encoded("aZ0-._~", "") == "aZ0-._~");
  CHECK(percent_encoded("a b/@:\xff%", "@:") == "a%20b%2f@:%ff%25");
}

TEST_CASE("what no encoder writes is refused") {
  for (const char* text : {"a", "aG=", "aG===", "=", "====", "aGh=", "aH==", "a b=", "+_8=", "aGg=aGg=", "aGg=\n"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
  CHECK_FALSE(from_hex("0").has_value());
  CHECK_FALSE(from_hex("0g").has_value());
  CHECK_FALSE(from_hex("0a:1b").has_value());
}

}  // namespace
}  // namespace whistle::adapters::api
