#include "adapters/district/yaml_fields.h"

#include <set>

#include "adapters/district/decimal.h"
#include "adapters/district/limits.h"

namespace whistle::adapters::district {

YamlFields::YamlFields(const FileReport& report, const YamlNode& node, std::span<const YamlKey> keys)
    : report_(report), node_(node) {
  if (node.kind != YamlNode::Kind::Map) {
    report.error(node.at, Fault::WantedMap);
    return;
  }
  std::vector<std::string_view> names;
  std::vector<std::string> misspelt;  // keys that an unknown one was probably meant to be
  for (const YamlKey& key : keys)
    names.push_back(key.name);
  for (const YamlEntry& entry : node.entries) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
      misspelt.push_back(nearest_name(entry.key, names));
      report.error(entry.at, Fault::UnknownKey, {entry.key}, {"", misspelt.back()});
    }
  }
  for (const YamlKey& key : keys) {
    if (!key.required || node.find(key.name) != nullptr) continue;
    if (std::find(misspelt.begin(), misspelt.end(), key.name) != misspelt.end()) continue;
    report.error(node.at, Fault::MissingKey, {std::string(key.name)});
  }
}

const YamlNode* YamlFields::find(std::string_view key) const {
  return node_.find(key);
}

const YamlNode* YamlFields::scalar(std::string_view key) const {
  const YamlNode* node = find(key);
  if (node == nullptr || node->kind == YamlNode::Kind::Scalar) return node;
  error(node->at, key, Fault::WantedScalar);
  return nullptr;
}

std::optional<std::string> YamlFields::text(std::string_view key) const {
  const YamlNode* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  if (node->text.size() > kNameBytesMax) {
    error(node->at, key, Fault::TextTooLong, {std::to_string(kNameBytesMax)});
    return std::nullopt;
  }
  return node->text;
}

std::optional<engine::Limit> YamlFields::limit(std::string_view key) const {
  const YamlNode* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = engine::parse_limit(node->text);
  if (!parsed) error(node->at, key, Fault::BadLimit, {node->text});
  return parsed;
}

std::optional<std::uint32_t> YamlFields::number(std::string_view key, std::uint32_t max) const {
  const YamlNode* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = whole_number(node->text, max);
  if (!parsed) error(node->at, key, Fault::BadNumber, {node->text, std::to_string(max)});
  return parsed;
}

std::optional<bool> YamlFields::boolean(std::string_view key) const {
  const YamlNode* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  if (node->text == "true" || node->text == "false") return node->text == "true";
  error(node->at, key, Fault::BadBoolean, {node->text});
  return std::nullopt;
}

std::vector<const YamlNode*> YamlFields::one_or_more(std::string_view key) const {
  const YamlNode* node = find(key);
  if (node == nullptr) return {};
  if (node->kind == YamlNode::Kind::Scalar) return {node};
  std::vector<const YamlNode*> scalars;
  if (node->kind != YamlNode::Kind::List || node->items.empty()) {
    error(node->at, key, Fault::WantedOneOrMore);
    return scalars;
  }
  std::set<std::string_view> seen;
  for (const YamlNode& item : node->items) {
    if (item.kind != YamlNode::Kind::Scalar) {
      error(item.at, key, Fault::WantedScalar);
    } else if (!seen.insert(item.text).second) {
      error(item.at, key, Fault::RepeatedListItem, {item.text});
    } else if (scalars.size() == kListItemsMax) {
      error(item.at, key, Fault::TooManyItems, {std::to_string(kListItemsMax)});
      break;
    } else {
      scalars.push_back(&item);
    }
  }
  return scalars;
}

const YamlNode* YamlFields::list(std::string_view key) const {
  const YamlNode* node = find(key);
  if (node == nullptr) return nullptr;
  if (node->kind != YamlNode::Kind::List) {
    error(node->at, key, Fault::WantedList);
    return nullptr;
  }
  if (node->items.size() > kListItemsMax) {
    error(node->at, key, Fault::TooManyItems, {std::to_string(kListItemsMax)});
    return nullptr;
  }
  return node;
}

}  // namespace whistle::adapters::district
