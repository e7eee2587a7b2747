#include "tools/whistle/rule_test_run.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"

namespace whistle::tools {
namespace {

std::string test_text(const std::string& expect) {
  return "- name: a <test> & \"more\"\n  whistle: {kind: resident, category: E02, estate: E1, at: "
         "\"2026-09-30T17:30:00+08:00\"}\n"
         "  expect: {" +
         expect + "}\n";
}

OfflineDistrict with_test(const std::string& expect) {
  auto files = adapters::district::sample();
  for (auto& file : files) {
    if (file.path == "tests/rules.yaml") file.bytes = test_text(expect);
  }
  return offline(std::move(files));
}

std::string misses(const std::string& expect) {
  const OfflineDistrict sample = with_test(expect);
  REQUIRE(sample.compiled.tests.size() == 1);
  std::string text;
  for (const TestMiss& miss : run_rule_test(*sample.ruleset, sample.compiled.tests.front()).misses) {
    text += miss.key + " " + miss.wanted + " " + miss.got + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a test that expects what the rules say passes") {
  CHECK(misses("lead: F1, rule: inside-an-estate, grid: \"0101\", community: C1, street: S1, estate: E1, how: estate, "
               "against: null, "
               "hand_off: null, ack: \"2026-10-01T09:30:00+08:00\", on_site: null, assist: [], inform: [], flags: []")
            .empty());
  CHECK(misses("ack: \"2026-10-01T01:30:00Z\"").empty());
}

TEST_CASE("each value that differs is a miss") {
  CHECK(misses("lead: DESK, hand_off: \"119\", assist: [CM1, F1]") ==
        "lead DESK F1\nhand_off 119 null\nassist [CM1, F1] []\n");
  CHECK(misses("ack: null, on_site: \"2026-10-01T09:30:00+08:00\", resolve: \"2026-10-01T11:30:01+08:00\"") ==
        "ack null 2026-10-01T09:30:00+08:00\non_site 2026-10-01T09:30:00+08:00 null\n"
        "resolve 2026-10-01T11:30:01+08:00 2026-10-01T11:30:00+08:00\n");
}

TEST_CASE("a whistle that is refused fails its test") {
  auto files = adapters::district::sample_with("tests/rules.yaml", "category: E02", "category: E99");
  const OfflineDistrict sample = offline(std::move(files));
  const TestOutcome outcome = run_rule_test(*sample.ruleset, sample.compiled.tests.front());
  CHECK_FALSE(outcome.passed());
  CHECK(outcome.refused == "category: unknown category 'E99'");
}

TEST_CASE("JUnit's file counts and escapes") {
  const OfflineDistrict sample = with_test("lead: DESK");
  const std::vector<TestOutcome> outcomes{run_rule_test(*sample.ruleset, sample.compiled.tests.front())};
  const std::string xml = junit_text(outcomes);
  CHECK(xml.find("<testsuites tests=\"1\" failures=\"1\">") != std::string::npos);
  CHECK(xml.find("name=\"a &lt;test&gt; &amp; &quot;more&quot;\"") != std::string::npos);
  CHECK(xml.find("<failure message=\"lead: wanted DESK, got F1\">") != std::string::npos);
}

}  // namespace whistle::tools
