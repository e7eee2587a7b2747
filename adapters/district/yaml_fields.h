// Typed reading of YAML maps; every fault is reported with line and column.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "adapters/district/names.h"
#include "adapters/district/words.h"
#include "adapters/district/yaml_reader.h"
#include "engine/limit.h"

namespace whistle::adapters::district {

struct YamlKey {
  std::string_view name;
  bool required = true;
};

// A map whose keys are known. Unknown keys and missing required ones are reported at construction.
class YamlFields {
 public:
  // `node` and `keys` must outlive the fields. A node that is no map is reported, and is read as an empty one.
  YamlFields(const FileReport& report, const YamlNode& node, std::span<const YamlKey> keys);

  [[nodiscard]] SourcePosition at() const { return node_.at; }
  // nullptr: not given.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  // nullptr or nullopt: not given, or no scalar and reported.
  const YamlNode* scalar(std::string_view key) const;
  std::optional<std::string> text(std::string_view key) const;
  std::optional<engine::Limit> limit(std::string_view key) const;
  std::optional<std::uint32_t> number(std::string_view key, std::uint32_t max) const;
  std::optional<bool> boolean(std::string_view key) const;
  // A scalar or a list of scalars; empty where neither, which is reported. Repeats are reported.
  std::vector<const YamlNode*> one_or_more(std::string_view key) const;
  // A list; nullptr: not given, or no list and reported.
  const YamlNode* list(std::string_view key) const;

  template <typename Enum>
  std::optional<Enum> word(std::string_view key, std::string_view noun) const {
    const YamlNode* node = scalar(key);
    return node == nullptr ? std::nullopt : word_in<Enum>(key, noun, *node);
  }
  template <typename Enum>
  std::vector<Enum> word_list(std::string_view key, std::string_view noun) const {
    std::vector<Enum> values;
    for (const YamlNode* node : one_or_more(key)) {
      if (const auto value = word_in<Enum>(key, noun, *node)) values.push_back(*value);
    }
    std::sort(values.begin(), values.end());
    return values;
  }

  void error(SourcePosition at, std::string_view key, Fault fault, std::vector<std::string> args = {},
             std::string suggestion = {}) const {
    report_.error(at, fault, std::move(args), {key, std::move(suggestion)});
  }
  [[nodiscard]] const FileReport& report() const { return report_; }

 private:
  template <typename Enum>
  std::optional<Enum> word_in(std::string_view key, std::string_view noun, const YamlNode& node) const {
    const auto value = parse_word<Enum>(node.text);
    if (!value) {
      std::vector<std::string_view> known;
      for (const Word<Enum>& one : words<Enum>())
        known.push_back(one.text);
      error(node.at, key, Fault::UnknownWord, {std::string(noun), node.text}, nearest_name(node.text, known));
    }
    return value;
  }

  const FileReport& report_;
  const YamlNode& node_;
};

}  // namespace whistle::adapters::district
