// Runs the rule tests of a district directory against its own rules.
#pragma once

#include <string>
#include <vector>

#include "adapters/district/rule_tests_file.h"
#include "engine/ruleset.h"

namespace whistle::tools {

// One expected value that was not met, in the words of the tests: "lead", "F-SHENGTAI", "DESK". "null" stands for
// nothing.
struct TestMiss {
  std::string key;
  std::string wanted;
  std::string got;
};

struct TestOutcome {
  const adapters::district::RuleTest* test = nullptr;
  std::string refused;  // why the whistle is refused; empty: it is not
  std::vector<TestMiss> misses;
  std::string explanation;

  [[nodiscard]] bool passed() const { return refused.empty() && misses.empty(); }
};

// Lists are compared without regard to order; deadlines as instants, in whole seconds. The test outlives the outcome.
[[nodiscard]] TestOutcome run_rule_test(const engine::Ruleset& ruleset, const adapters::district::RuleTest& test);

// JUnit's XML: one suite for each file, one case for each test.
[[nodiscard]] std::string junit_text(const std::vector<TestOutcome>& outcomes);

}  // namespace whistle::tools
