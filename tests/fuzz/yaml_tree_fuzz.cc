// YAML as the district directory and its rule tests have it.
#include "adapters/district/yaml_reader.h"

#include "adapters/district/limits.h"
#include "adapters/district/rule_tests_file.h"
#include "adapters/district/source_files.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace district = adapters::district;

namespace {

using Kind = district::YamlNode::Kind;

void check(const district::YamlNode& node, std::size_t depth) {
  WHISTLE_ASSERT(depth <= district::kYamlDepthMax);
  WHISTLE_ASSERT(node.kind == Kind::Scalar || node.text.empty());
  WHISTLE_ASSERT(node.kind == Kind::List || node.items.empty());
  WHISTLE_ASSERT(node.kind == Kind::Map || node.entries.empty());
  for (const auto& item : node.items)
    check(item, depth + 1);
  for (const auto& entry : node.entries) {
    WHISTLE_ASSERT(node.find(entry.key) == &entry.value);  // given once
    check(entry.value, depth + 1);
  }
}

}  // namespace

void read(std::string_view input) {
  district::Diagnostics diagnostics;
  const district::FileReport report(diagnostics, "tests/rules.yaml");
  if (!district::check_text(report, input)) return;
  const auto node = district::read_yaml(report, input);
  WHISTLE_ASSERT(node.has_value() == !diagnostics.has_errors());
  if (!node) return;
  check(*node, 0);
  for (const auto& test : district::read_rule_tests(report, input))
    WHISTLE_ASSERT(test.file == report.file());
}

}  // namespace whistle::fuzz
