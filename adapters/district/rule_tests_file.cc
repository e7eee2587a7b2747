#include "adapters/district/rule_tests_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/district/civil_text.h"
#include "adapters/district/limits.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 3> kTestKeys{{{"name"}, {"whistle"}, {"expect"}}};
constexpr std::array<YamlKey, 16> kExpectKeys{{{"lead", false},
                                               {"rule", false},
                                               {"grid", false},
                                               {"community", false},
                                               {"street", false},
                                               {"estate", false},
                                               {"how", false},
                                               {"against", false},
                                               {"hand_off", false},
                                               {"ack", false},
                                               {"on_site", false},
                                               {"resolve", false},
                                               {"total", false},
                                               {"assist", false},
                                               {"inform", false},
                                               {"flags", false}}};
constexpr std::array<std::string_view, 4> kDeadlines{"ack", "on_site", "resolve", "total"};
constexpr std::array<std::string_view, 3> kLists{"assist", "inform", "flags"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

JsonNode as_json(const YamlNode& yaml) {
  JsonNode json;
  json.line = yaml.at.line;
  switch (yaml.kind) {
    case YamlNode::Kind::Null:
      break;
    case YamlNode::Kind::Scalar:
      json.kind = JsonNode::Kind::String;
      json.text = yaml.text;
      break;
    case YamlNode::Kind::List:
      json.kind = JsonNode::Kind::Array;
      for (const YamlNode& item : yaml.items)
        json.items.push_back(as_json(item));
      break;
    case YamlNode::Kind::Map:
      json.kind = JsonNode::Kind::Object;
      for (const YamlEntry& entry : yaml.entries) {
        json.keys.push_back(entry.key);
        json.items.push_back(as_json(entry.value));
      }
      break;
  }
  return json;
}

// Where a member of the whistle stands, for a fault that names it ("legacy.code" or "lat").
SourcePosition position_of_member(const YamlNode& whistle, std::string_view member) {
  const std::string_view first = member.substr(0, member.find('.'));
  for (const YamlEntry& entry : whistle.entries) {
    if (entry.key == first) return entry.at;
  }
  return whistle.at;
}

std::optional<StreamWhistle> read_test_whistle(const FileReport& report, const YamlNode& node) {
  auto whistle = read_whistle(as_json(node), StreamRules{/*lenient=*/false, /*scalars_as_text=*/true});
  if (!whistle) {
    const StreamFault& fault = whistle.error();
    report.error(position_of_member(node, fault.member), Fault::BadWhistle, {fault.what}, {fault.member, {}});
    return std::nullopt;
  }
  if (!whistle->occurred_at) {
    report.error(node.at, Fault::MissingKey, {"at"}, {"whistle", {}});
    return std::nullopt;
  }
  return std::move(*whistle);
}

Expectation read_expectation(const YamlFields& fields, const YamlEntry& entry) {
  Expectation expectation;
  expectation.key = entry.key;
  expectation.at = entry.at;
  if (holds(kLists, entry.key)) {
    const bool none = entry.value.kind == YamlNode::Kind::List && entry.value.items.empty();
    for (const YamlNode* item : none ? std::vector<const YamlNode*>{} : fields.one_or_more(entry.key)) {
      expectation.list.push_back(item->text);
    }
    return expectation;
  }
  if (entry.value.kind == YamlNode::Kind::Null) return expectation;
  const YamlNode* scalar = fields.scalar(entry.key);
  if (scalar == nullptr) return expectation;
  expectation.text = scalar->text;
  if (holds(kDeadlines, entry.key)) {
    expectation.instant = parse_rfc3339(scalar->text);
    if (!expectation.instant) fields.error(scalar->at, entry.key, Fault::BadInstant, {scalar->text});
  }
  return expectation;
}

// The value of a line `- name: some words`, if it is a plain one that holds ": "; empty: there is nothing to mend.
std::string_view name_with_colon(std::string_view line) {
  const std::size_t start = line.find_first_not_of(' ');
  if (start == std::string_view::npos) return {};
  line.remove_prefix(start);
  if (line.starts_with("- ")) line.remove_prefix(std::min(line.find_first_not_of(' ', 1), line.size()));
  if (!line.starts_with("name: ")) return {};
  const std::string_view value = line.substr(6, line.find_last_not_of(" \r") - 5);
  const bool plain =
      !value.empty() && std::string_view("\"'[]{}>|*&!%#`@,").find(value.front()) == std::string_view::npos;
  return plain && value.find(": ") != std::string_view::npos ? value : std::string_view();
}

// People write sentences into `name` and forget that YAML wants quotes around a colon. Such a line is read as it was
// meant.
std::string quote_names(const FileReport& report, std::string_view bytes) {
  std::string text;
  for (std::uint32_t number = 1; !bytes.empty(); ++number) {
    const std::string_view line =
        bytes.substr(0, bytes.find('\n') == std::string_view::npos ? bytes.size() : bytes.find('\n') + 1);
    bytes.remove_prefix(line.size());
    const std::string_view body = line.ends_with('\n') ? line.substr(0, line.size() - 1) : line;
    const std::string_view value = name_with_colon(body);
    if (value.empty()) {
      text += line;
      continue;
    }
    const auto offset = static_cast<std::size_t>(value.data() - line.data());
    report.warning({number, static_cast<std::uint32_t>(offset) + 1}, Fault::NameWithColon, {}, {"name", {}});
    text.append(line.substr(0, offset)).append("'");
    for (const char c : value)
      text.append(c == '\'' ? 2 : 1, c);
    text.append("'").append(line.substr(offset + value.size()));
  }
  return text;
}

}  // namespace

std::vector<RuleTest> read_rule_tests(const FileReport& report, std::string_view bytes) {
  std::vector<RuleTest> tests;
  const auto document = read_yaml(report, quote_names(report, bytes));
  if (!document || document->kind == YamlNode::Kind::Null) return tests;
  if (document->kind != YamlNode::Kind::List) {
    report.error(document->at, Fault::WantedList);
    return tests;
  }
  if (document->items.size() > kRuleTestsMax) {
    report.error(document->at, Fault::TooManyItems, {std::to_string(kRuleTestsMax)});
    return tests;
  }
  for (const YamlNode& node : document->items) {
    const YamlFields fields(report, node, kTestKeys);
    RuleTest test;
    test.file = report.file();
    test.at = node.at;
    test.name = fields.text("name").value_or("");
    const YamlNode* whistle = fields.find("whistle");
    auto read = whistle == nullptr ? std::nullopt : read_test_whistle(report, *whistle);
    const YamlNode* expect = fields.find("expect");
    if (expect != nullptr) {
      const YamlFields expected(report, *expect, kExpectKeys);
      for (const YamlEntry& entry : expect->entries)
        test.expect.push_back(read_expectation(expected, entry));
      if (expect->kind == YamlNode::Kind::Map && expect->entries.empty())
        report.error(expect->at, Fault::NothingExpected);
    }
    if (!read) continue;
    test.whistle = std::move(*read);
    tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace whistle::adapters::district
