#include "adapters/district/yaml_reader.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {
namespace {

std::optional<YamlNode> read(std::string_view text) {
  Diagnostics diagnostics;
  return read_yaml(FileReport(diagnostics, "t.yaml"), text);
}

}  // namespace

TEST_CASE("every scalar is the text it is written as") {
  const auto node = read("{a: off, b: 0101, c: 1.50, d: true, e: \"x\", f: 2026-01-01, g: 'null'}");
  REQUIRE(node);
  for (const auto& [key, text] : {std::pair{"a", "off"},
                                  {"b", "0101"},
                                  {"c", "1.50"},
                                  {"d", "true"},
                                  {"e", "x"},
                                  {"f", "2026-01-01"},
                                  {"g", "null"}}) {
    REQUIRE(node->find(key) != nullptr);
    CHECK(node->find(key)->kind == YamlNode::Kind::Scalar);
    CHECK(node->find(key)->text == text);
  }
}

TEST_CASE("null is nothing, in each of its spellings") {
  const auto node = read("{a: null, b: ~, c: }");
  REQUIRE(node);
  for (const char* key : {"a", "b", "c"})
    CHECK(node->find(key)->kind == YamlNode::Kind::Null);
  CHECK(read("")->kind == YamlNode::Kind::Null);
}

TEST_CASE("lines and columns count characters from 1, also after Chinese text") {
  const auto node = read(
      "\xEF\xBB\xBF"
      "名字: {中文: 一, en: two}\n下一行: x\n");
  REQUIRE(node);
  CHECK(node->entries[0].value.entries[1].at.line == 1);
  CHECK(node->entries[0].value.entries[1].at.column == 13);
  CHECK(node->entries[1].at.line == 2);
  CHECK(node->entries[1].value.at.column == 6);
}

TEST_CASE("nothing stands where its key stands") {
  const auto node = read("a: 1\nb:\n\nc: {d: }\n");
  REQUIRE(node);
  CHECK(node->find("b")->at.line == 2);
  CHECK(node->find("b")->at.column == 1);
  CHECK(node->find("c")->find("d")->at.column == 5);
  CHECK(read("")->at.line == 1);
  CHECK(read("# of nothing\n")->at.column == 1);
}

TEST_CASE("keys keep the file's order") {
  const auto node = read("z: 1\na: 2\nm: 3\n");
  REQUIRE(node);
  CHECK(node->entries[0].key == "z");
  CHECK(node->entries[1].key == "a");
  CHECK(node->entries[2].key == "m");
}

}  // namespace whistle::adapters::district
