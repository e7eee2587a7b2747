#include "tools/whistle/rule_test_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "adapters/district/civil_text.h"
#include "tools/whistle/offline_answer.h"

namespace whistle::tools {
namespace {

using adapters::district::Expectation;
using adapters::district::RuleTest;

constexpr std::string_view kNothing = "null";

std::string or_nothing(const std::optional<std::string>& text) {
  return text.value_or(std::string(kNothing));
}

std::string joined_diffs(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  std::string text;
  for (const std::string& item : items)
    text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

// What was answered under a key that names a code or a word.
std::string answered(const WhistleAnswer& answer, std::string_view key) {
  if (key == "lead") return answer.lead;
  if (key == "rule") return answer.rule;
  if (key == "grid") return or_nothing(answer.place.grid);
  if (key == "community") return or_nothing(answer.place.community);
  if (key == "street") return or_nothing(answer.place.street);
  if (key == "estate") return or_nothing(answer.place.estate);
  if (key == "how") return answer.place.how;
  if (key == "against") return or_nothing(answer.against);
  if (key == "hand_off") return or_nothing(answer.hand_off);
  if (key == "assist") return joined_diffs(answer.assist);
  if (key == "inform") return joined_diffs(answer.inform);
  return joined_diffs(answer.flags);
}

std::optional<std::size_t> clock_of(std::string_view key) {
  const auto found = std::find(kAnsweredClockNames.begin(), kAnsweredClockNames.end(), key);
  if (found == kAnsweredClockNames.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kAnsweredClockNames.begin());
}

std::string time_text(const engine::Ruleset& ruleset, const std::optional<engine::Instant>& at) {
  if (!at) return std::string(kNothing);
  return adapters::district::rfc3339_text(*at, ruleset.calendar.offset_at(*at));
}

std::optional<TestMiss> miss_of(const engine::Ruleset& ruleset, const Expectation& expected,
                                const WhistleAnswer& answer, const OfflineRouting& routed) {
  if (const auto clock = clock_of(expected.key)) {
    const auto& due = routed.due[*clock];
    const std::optional<engine::Instant> got = due ? std::optional(due->at) : std::nullopt;
    const bool same = got.has_value() == expected.instant.has_value() &&
                      (!got || got->us / engine::kSecondUs == expected.instant->us / engine::kSecondUs);
    if (same) return std::nullopt;
    return TestMiss{expected.key, time_text(ruleset, expected.instant), time_text(ruleset, got)};
  }
  const bool list = expected.key == "assist" || expected.key == "inform" || expected.key == "flags";
  std::string wanted = list ? joined_diffs(expected.list) : or_nothing(expected.text);
  std::string got = answered(answer, expected.key);
  if (wanted == got) return std::nullopt;
  return TestMiss{expected.key, std::move(wanted), std::move(got)};
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

std::string junit_case(const TestOutcome& outcome) {
  std::string xml = "    <testcase classname=\"" + escaped(outcome.test->file) + "\" name=\"" +
                    escaped(outcome.test->name) + "\" file=\"" + escaped(outcome.test->file) + "\" line=\"" +
                    std::to_string(outcome.test->at.line) + "\"";
  if (outcome.passed()) return xml + "/>\n";
  std::string body = outcome.refused;
  for (const TestMiss& miss : outcome.misses) {
    body += (body.empty() ? "" : "\n") + miss.key + ": wanted " + miss.wanted + ", got " + miss.got;
  }
  const std::string head = body.substr(0, body.find('\n'));
  return xml + ">\n      <failure message=\"" + escaped(head) + "\">" + escaped(body) + "\n" +
         escaped(outcome.explanation) + "</failure>\n    </testcase>\n";
}

}  // namespace

TestOutcome run_rule_test(const engine::Ruleset& ruleset, const RuleTest& test) {
  TestOutcome outcome;
  outcome.test = &test;
  const auto routed = route_offline(ruleset, test.whistle);
  if (!routed) {
    outcome.refused = (routed.error().member.empty() ? "" : routed.error().member + ": ") + routed.error().what;
    return outcome;
  }
  const WhistleAnswer answer = answer_of(ruleset, test.name, *routed);
  outcome.explanation = explanation_of(ruleset, *routed);
  for (const Expectation& expected : test.expect) {
    if (auto miss = miss_of(ruleset, expected, answer, *routed)) outcome.misses.push_back(std::move(*miss));
  }
  return outcome;
}

std::string junit_text(const std::vector<TestOutcome>& outcomes) {
  std::map<std::string, std::vector<const TestOutcome*>> suites;
  std::size_t failures = 0;
  for (const TestOutcome& outcome : outcomes) {
    suites[outcome.test->file].push_back(&outcome);
    failures += outcome.passed() ? 0 : 1;
  }
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
                    std::to_string(outcomes.size()) + "\" failures=\"" + std::to_string(failures) + "\">\n";
  for (const auto& [file, cases] : suites) {
    const auto failed =
        std::count_if(cases.begin(), cases.end(), [](const TestOutcome* one) { return !one->passed(); });
    xml += "  <testsuite name=\"" + escaped(file) + "\" tests=\"" + std::to_string(cases.size()) + "\" failures=\"" +
           std::to_string(failed) + "\" errors=\"0\" skipped=\"0\">\n";
    for (const TestOutcome* outcome : cases)
      xml += junit_case(*outcome);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace whistle::tools
