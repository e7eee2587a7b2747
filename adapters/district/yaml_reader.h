// YAML as the directory uses it: maps, lists and scalars, every scalar a string, every node with its place in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"

namespace whistle::adapters::district {

struct YamlEntry;

struct YamlNode {
  enum class Kind : std::uint8_t { Null, Scalar, List, Map };

  Kind kind = Kind::Null;
  SourcePosition at;
  std::string text;                // of a scalar
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlEntry> entries;  // of a map, in the file's order

  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  SourcePosition at;  // of the key
  YamlNode value;
};

// Reports what is not YAML, and what the directory does not allow: a key given twice, anchors, aliases, tags, keys that
// are no scalars, several documents, depth beyond kYamlDepthMax. nullopt after any of these. An empty file is a null
// node at its start. `bytes` are valid UTF-8.
[[nodiscard]] std::optional<YamlNode> read_yaml(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
