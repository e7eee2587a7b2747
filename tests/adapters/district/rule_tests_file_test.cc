#include "adapters/district/rule_tests_file.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {
namespace {

struct Read {
  std::vector<RuleTest> tests;
  std::vector<Diagnostic> errors;
  std::vector<Diagnostic> warnings;
};

Read read(std::string_view text) {
  Diagnostics diagnostics;
  Read result;
  result.tests = read_rule_tests(FileReport(diagnostics, "tests/a.yaml"), text);
  result.errors = diagnostics.take(Severity::Error);
  result.warnings = diagnostics.take(Severity::Warning);
  return result;
}

}  // namespace

TEST_CASE("a rule test has a whistle and what it expects, null included") {
  const Read result = read(
      "- name: one\n  whistle: {kind: resident, lat: 36.75, lon: 119.15, at: \"2026-09-30T17:30:00+08:00\", legacy: "
      "{system: u, code: c}}\n"
      "  expect: {lead: F1, ack: null, resolve: \"2026-10-01T09:30:00+08:00\", assist: [A, B], inform: C, flags: "
      "[]}\n");
  CHECK(result.errors.empty());
  REQUIRE(result.tests.size() == 1);
  CHECK(result.tests[0].whistle.point == engine::Point{367500000, 1191500000});
  CHECK(result.tests[0].whistle.legacy_code == "c");
  const std::vector<Expectation>& expect = result.tests[0].expect;
  REQUIRE(expect.size() == 6);
  CHECK(expect[0].text == "F1");
  CHECK_FALSE(expect[1].text);
  CHECK(expect[2].instant->us == 1790818200000000);
  CHECK(expect[3].list == std::vector<std::string>{"A", "B"});
  CHECK(expect[4].list == std::vector<std::string>{"C"});
  CHECK(expect[5].list.empty());
}

TEST_CASE("a name with a colon and no quotes is read to the end of its line, with a warning") {
  const Read result = read(
      "- name: one: it's the smaller area that wins\n  whistle: {kind: resident, at: \"2026-09-30T17:30:00+08:00\"}\n  "
      "expect: {lead: F1}\n");
  CHECK(result.errors.empty());
  REQUIRE(result.tests.size() == 1);
  CHECK(result.tests[0].name == "one: it's the smaller area that wins");
  REQUIRE(result.warnings.size() == 1);
  CHECK(to_text(result.warnings[0]) ==
        "tests/a.yaml:1:9: warning: name: a text with a colon needs quotes; read to the end of the line");
}

TEST_CASE("an empty file has no tests") {
  const Read result = read("# nothing yet\n");
  CHECK(result.tests.empty());
  CHECK(result.errors.empty());
}

}  // namespace whistle::adapters::district
