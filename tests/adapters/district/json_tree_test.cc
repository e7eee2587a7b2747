#include "adapters/district/json_tree.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {

TEST_CASE("numbers keep their text and nodes their lines") {
  const auto tree = read_json("{\n \"a\": [1.10,\n -2e5, 123456789012345678901234567890.5],\n\"b\": \"x\\u4e2d\"}\n\n");
  REQUIRE(tree);
  const JsonNode& list = *tree->find("a");
  CHECK(list.line == 2);
  CHECK(list.items[0].text == "1.10");
  CHECK(list.items[1].text == "-2e5");
  CHECK(list.items[1].line == 3);
  CHECK(list.items[2].text == "123456789012345678901234567890.5");
  CHECK(tree->find("b")->text == "x中");
  CHECK(tree->find("c") == nullptr);
}

TEST_CASE("booleans, null and empty containers have their kinds") {
  const auto tree = read_json("[true, false, null, {}, []]");
  REQUIRE(tree);
  CHECK(tree->items[0].text == "true");
  CHECK(tree->items[2].kind == JsonNode::Kind::Null);
  CHECK(tree->items[3].kind == JsonNode::Kind::Object);
  CHECK(tree->items[4].kind == JsonNode::Kind::Array);
}

TEST_CASE("what is wrong is named with its line") {
  CHECK(read_json("{\"a\": 1,\n\"a\": 2}").error().what == "a");
  CHECK(read_json("{\"a\": 1,\n\"a\": 2}").error().line == 2);
  CHECK(read_json("[1,\n2").error().kind == JsonFault::Kind::Syntax);
  CHECK(read_json("[1]\n\nx").error().what == "something after the end");
  CHECK(read_json(std::string(20, '[') + std::string(20, ']')).error().kind == JsonFault::Kind::TooDeep);
  CHECK_FALSE(read_json(""));
  CHECK_FALSE(read_json("\"\xff\""));
}

}  // namespace whistle::adapters::district
