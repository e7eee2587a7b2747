// JSON with the line of every node and every number as its text, so that decimals can be read exactly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace whistle::adapters::district {

struct JsonNode {
  enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

  Kind kind = Kind::Null;
  std::uint32_t line = 0;         // from 1
  std::string text;               // of strings and numbers; "true" or "false"
  std::vector<JsonNode> items;    // of arrays; of objects the values
  std::vector<std::string> keys;  // of objects, one for each item, unique

  [[nodiscard]] const JsonNode* find(std::string_view key) const;
};

struct JsonFault {
  enum class Kind : std::uint8_t { Syntax, RepeatedKey, TooDeep };

  Kind kind = Kind::Syntax;
  std::uint32_t line = 0;
  std::string what;  // the library's reason, or the key
};

// Exactly one value. `first_line` is the number of the first line of `bytes`.
[[nodiscard]] tl::expected<JsonNode, JsonFault> read_json(std::string_view bytes, std::uint32_t first_line = 1);

}  // namespace whistle::adapters::district
