// JSON: a whole text as a tree, and line by line as a stream of whistles.
#include <sstream>

#include "adapters/district/json_tree.h"
#include "adapters/district/limits.h"
#include "adapters/district/whistle_stream.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace district = adapters::district;

namespace {

void check(const district::JsonNode& node, std::size_t depth) {
  WHISTLE_ASSERT(depth <= district::kJsonDepthMax + 1);
  WHISTLE_ASSERT(node.line >= 1);
  const bool is_object = node.kind == district::JsonNode::Kind::Object;
  WHISTLE_ASSERT(node.keys.size() == (is_object ? node.items.size() : 0));
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    WHISTLE_ASSERT(node.find(node.keys[i]) == &node.items[i]);  // unique
  for (const auto& item : node.items)
    check(item, depth + 1);
}

void read_stream(std::string_view input, district::StreamRules rules) {
  std::istringstream stream{std::string(input)};
  district::StreamReader reader(stream, rules);
  std::uint32_t before = 0;
  while (const auto whistle = reader.next()) {
    const auto line = *whistle ? (*whistle)->line : whistle->error().line;
    WHISTLE_ASSERT(line > before);
    before = line;
    if (!*whistle) {
      WHISTLE_ASSERT(!district::to_text(whistle->error()).empty());
      continue;
    }
    WHISTLE_ASSERT((*whistle)->kind != v1::WHISTLE_KIND_UNSPECIFIED && v1::Source_IsValid((*whistle)->source));
    WHISTLE_ASSERT((*whistle)->key.size() <= 64);
  }
}

}  // namespace

void read(std::string_view input) {
  if (const auto tree = district::read_json(input)) check(*tree, 0);
  read_stream(input, {});
  read_stream(input, {.lenient = true, .scalars_as_text = true});
}

}  // namespace whistle::fuzz
