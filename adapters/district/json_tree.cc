#include "adapters/district/json_tree.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cstddef>
#include <exception>
#include <set>
#include <utility>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {
namespace {

namespace json = boost::json;

// Builds the tree from Boost.JSON's events. Numbers are kept as the text they came as.
struct TreeBuilder {
  // Boost asks for the names.
  static constexpr std::size_t max_object_size = kCornersMax;  // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_array_size = kCornersMax;   // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_key_size = 256;             // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_string_size = 1 << 20;      // NOLINT(readability-identifier-naming)

  struct Open {
    JsonNode node;
    std::set<std::string, std::less<>> keys;
  };

  std::uint32_t line = 1;
  JsonNode root;
  std::string pending;
  std::vector<Open> open;
  bool repeated = false;
  JsonFault repeat;

  bool push(JsonNode::Kind kind) {
    Open& opened = open.emplace_back();
    opened.node.kind = kind;
    opened.node.line = line;
    return true;
  }

  bool pop() {
    JsonNode closed = std::move(open.back().node);
    open.pop_back();
    return complete(std::move(closed));
  }

  bool complete(JsonNode node) {
    if (open.empty()) {
      root = std::move(node);
    } else {
      open.back().node.items.push_back(std::move(node));
    }
    return true;
  }

  bool scalar(JsonNode::Kind kind, std::string_view rest) {
    JsonNode node;
    node.kind = kind;
    node.line = line;
    node.text = std::exchange(pending, {});
    node.text += rest;
    return complete(std::move(node));
  }

  bool part(std::string_view text) {
    pending += text;
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return push(JsonNode::Kind::Object); }
  bool on_object_end(std::size_t, json::error_code&) { return pop(); }
  bool on_array_begin(json::error_code&) { return push(JsonNode::Kind::Array); }
  bool on_array_end(std::size_t, json::error_code&) { return pop(); }
  bool on_key_part(json::string_view text, std::size_t, json::error_code&) { return part({text.data(), text.size()}); }
  bool on_key(json::string_view rest, std::size_t, json::error_code& failure) {
    std::string key = std::exchange(pending, {}) + std::string(rest.data(), rest.size());
    if (!open.back().keys.insert(key).second) {
      repeated = true;
      repeat = {JsonFault::Kind::RepeatedKey, line, key};
      failure = json::error::syntax;
      return false;
    }
    open.back().node.keys.push_back(std::move(key));
    return true;
  }
  bool on_string_part(json::string_view text, std::size_t, json::error_code&) {
    return part({text.data(), text.size()});
  }
  bool on_string(json::string_view rest, std::size_t, json::error_code&) {
    return scalar(JsonNode::Kind::String, {rest.data(), rest.size()});
  }
  bool on_number_part(json::string_view text, json::error_code&) { return part({text.data(), text.size()}); }
  bool on_int64(std::int64_t, json::string_view rest, json::error_code&) { return number(rest); }
  bool on_uint64(std::uint64_t, json::string_view rest, json::error_code&) { return number(rest); }
  bool on_double(double, json::string_view rest, json::error_code&) { return number(rest); }
  bool number(json::string_view rest) { return scalar(JsonNode::Kind::Number, {rest.data(), rest.size()}); }
  bool on_bool(bool value, json::error_code&) { return scalar(JsonNode::Kind::Boolean, value ? "true" : "false"); }
  bool on_null(json::error_code&) { return scalar(JsonNode::Kind::Null, ""); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

using Parser = json::basic_parser<TreeBuilder>;

JsonFault fault_of(const TreeBuilder& builder, const json::error_code& failure) {
  if (builder.repeated) return builder.repeat;
  const auto kind = failure == json::error::too_deep ? JsonFault::Kind::TooDeep : JsonFault::Kind::Syntax;
  return {kind, builder.line, failure.message()};
}

}  // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

tl::expected<JsonNode, JsonFault> read_json(std::string_view bytes, std::uint32_t first_line) {
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  Parser parser(options);
  TreeBuilder& builder = parser.handler();
  builder.line = first_line;
  try {
    // One physical line at a time: the parser tells no positions, and no token but white space holds a line break.
    for (std::size_t begin = 0; begin < bytes.size() || begin == 0;) {
      const std::size_t newline = bytes.find('\n', begin);
      const std::size_t end = newline == std::string_view::npos ? bytes.size() : newline + 1;
      json::error_code failure;
      const std::size_t taken = parser.write_some(end < bytes.size(), bytes.data() + begin, end - begin, failure);
      if (failure) return tl::unexpected(fault_of(builder, failure));
      if (taken != end - begin) {
        const std::size_t rest = bytes.find_first_not_of(" \t\r\n", begin + taken);
        if (rest != std::string_view::npos) {
          return tl::unexpected(JsonFault{JsonFault::Kind::Syntax, builder.line, "something after the end"});
        }
        break;
      }
      if (end == bytes.size()) break;
      begin = end;
      ++builder.line;
    }
  } catch (const std::exception& failure) {
    return tl::unexpected(JsonFault{JsonFault::Kind::Syntax, builder.line, failure.what()});
  }
  return std::move(builder.root);
}

}  // namespace whistle::adapters::district
