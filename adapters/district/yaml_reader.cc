#include "adapters/district/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>

#include "adapters/district/limits.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

// Thrown from an event to end the parse; caught in read_yaml.
struct TooDeep {
  SourcePosition at;
};

// Turns yaml-cpp's marks (lines and bytes from 0) into lines and characters from 1.
class Marks {
 public:
  explicit Marks(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  SourcePosition position(const YAML::Mark& mark) const {
    if (mark.is_null()) return {};
    const auto line = static_cast<std::size_t>(mark.line);
    if (line >= starts_.size()) return {static_cast<std::uint32_t>(line + 1), 0};
    const std::string_view before = text_.substr(starts_[line], static_cast<std::size_t>(mark.column));
    return {static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(character_count(before) + 1)};
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

class YamlTreeBuilder : public YAML::EventHandler {
 public:
  YamlTreeBuilder(const FileReport& report, const Marks& marks) : report_(report), marks_(marks) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    complete(node(YamlNode::Kind::Null, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fault(mark, Fault::YamlAlias);
    complete(node(YamlNode::Kind::Null, mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    YamlNode scalar = node(YamlNode::Kind::Scalar, mark);
    scalar.text = value;
    complete(std::move(scalar));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::List, mark, tag, anchor);
  }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::Map, mark, tag, anchor);
  }

  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  YamlNode root;
  bool clean = true;

 private:
  struct Open {
    YamlNode node;
    bool has_key = false;
    std::string key;
    SourcePosition key_at;
  };

  YamlNode node(YamlNode::Kind kind, const YAML::Mark& mark) const {
    YamlNode made;
    made.kind = kind;
    made.at = marks_.position(mark);
    return made;
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() == kYamlDepthMax) throw TooDeep{marks_.position(mark)};
    Open& opened = open_.emplace_back();
    opened.node = node(kind, mark);
  }

  void close() {
    YamlNode closed = std::move(open_.back().node);
    open_.pop_back();
    complete(std::move(closed));
  }

  void complete(YamlNode child) {
    if (open_.empty()) {
      root = std::move(child);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::List) {
      parent.node.items.push_back(std::move(child));
    } else if (!parent.has_key) {
      take_key(parent, std::move(child));
    } else {
      // Where nothing follows a key, yaml-cpp has gone on to the next line before it says so.
      if (child.kind == YamlNode::Kind::Null) child.at = parent.key_at;
      parent.node.entries.push_back({std::move(parent.key), parent.key_at, std::move(child)});
      parent.has_key = false;
    }
  }

  void take_key(Open& parent, YamlNode key) {
    parent.has_key = true;
    parent.key_at = key.at;
    parent.key = std::move(key.text);
    if (key.kind != YamlNode::Kind::Scalar) {
      report_.error(key.at, Fault::YamlKeyNotScalar);
      clean = false;
    } else if (parent.node.find(parent.key) != nullptr) {
      report_.error(key.at, Fault::RepeatedKey, {parent.key});
      clean = false;
    }
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) fault(mark, Fault::YamlAnchor);
  }

  // "?" and "!" are yaml-cpp's own marks of plain and quoted scalars.
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") fault(mark, Fault::YamlTag);
  }

  void fault(const YAML::Mark& mark, Fault what) {
    report_.error(marks_.position(mark), what);
    clean = false;
  }

  const FileReport& report_;
  const Marks& marks_;
  std::vector<Open> open_;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::optional<YamlNode> read_yaml(const FileReport& report, std::string_view bytes) {
  if (bytes.size() > kYamlBytesMax) {
    report.error({}, Fault::FileTooLarge, {std::to_string(kYamlBytesMax)});
    return std::nullopt;
  }
  const std::string_view text = without_byte_order_mark(bytes);
  const Marks marks(text);
  YamlTreeBuilder builder(report, marks);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    builder.root.at = {1, 1};
    if (!parser.HandleNextDocument(builder)) return std::move(builder.root);
    YamlNode document = std::move(builder.root);
    if (parser.HandleNextDocument(builder)) {
      report.error(builder.root.at, Fault::YamlSeveralDocuments);
      return std::nullopt;
    }
    if (!builder.clean) return std::nullopt;
    return document;
  } catch (const TooDeep& deep) {
    report.error(deep.at, Fault::YamlTooDeep, {std::to_string(kYamlDepthMax)});
  } catch (const YAML::Exception& failure) {
    report.error(marks.position(failure.mark), Fault::YamlBroken, {failure.msg});
  } catch (const std::exception& failure) {
    report.error({}, Fault::YamlBroken, {failure.what()});
  }
  return std::nullopt;
}

}  // namespace whistle::adapters::district
