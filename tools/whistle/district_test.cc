// `whistle district test`: the rule tests of a directory.
#include <boost/json.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tools/whistle/offline_commands.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/rule_test_run.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {
namespace {

constexpr Phrase kTestHelp{"运行目录中 tests/*.yaml 的规则测试", "Run the rule tests in tests/*.yaml of a directory"};
constexpr Phrase kTestedDirectoryHelp{"规则目录", "the district directory"};
constexpr Phrase kJunitHelp{"把结果写成 JUnit 文件", "write the results as a JUnit file"};
constexpr Phrase kMiss{"{0} 应为 {1}，实为 {2}", "{0}: wanted {1}, got {2}"};
constexpr Phrase kRefused{"哨被拒绝：{0}", "the whistle is refused: {0}"};
constexpr Phrase kTestSummary{"{0} 个测试，{1} 个未通过", "{0} tests, {1} failed"};
constexpr Phrase kCannotWrite{"无法写入 {0}", "can't write {0}"};
constexpr Phrase kFailed{"未通过", "failed"};
constexpr Phrase kPassed{"通过", "passed"};

struct TestOptions {
  std::string directory;
  std::string junit;
};

void print_text(CommandContext& context, const std::string& directory, const TestOutcome& outcome) {
  auto& out = context.console.out;
  const auto verdict = outcome.passed() ? context.console.paint(Colour::Green, phrase(context.language, kPassed))
                                        : context.console.paint(Colour::Red, phrase(context.language, kFailed));
  out << verdict << ' ' << outcome.test->name << '\n';
  if (outcome.passed()) return;
  const std::string where = directory + (directory.ends_with('/') ? "" : "/") + outcome.test->file + ":";
  if (!outcome.refused.empty()) {
    out << "  " << where << outcome.test->at.line << ": " << worded(context.language, kRefused, {outcome.refused})
        << '\n';
  }
  for (const TestMiss& miss : outcome.misses) {
    out << "  " << where << outcome.test->at.line << ": "
        << worded(context.language, kMiss, {miss.key, miss.wanted, miss.got}) << '\n';
  }
  if (!outcome.explanation.empty()) out << "  " << context.console.paint(Colour::Dim, outcome.explanation) << '\n';
}

void print_json(CommandContext& context, const TestOutcome& outcome) {
  boost::json::object object;
  object["name"] = outcome.test->name;
  object["file"] = outcome.test->file;
  object["line"] = outcome.test->at.line;
  object["passed"] = outcome.passed();
  object["refused"] = outcome.refused.empty() ? boost::json::value(nullptr) : boost::json::value(outcome.refused);
  boost::json::array misses;
  for (const TestMiss& miss : outcome.misses) {
    misses.push_back({{"key", miss.key}, {"wanted", miss.wanted}, {"got", miss.got}});
  }
  object["misses"] = std::move(misses);
  object["explanation"] = outcome.explanation;
  context.console.out << boost::json::serialize(object) << '\n';
}

Result<ExitCode> test_directory(CommandContext& context, const TestOptions& options) {
  const auto district = open_district(context, options.directory);
  if (!district) return ExitCode::Refused;
  for (const auto& fault : district->compiled.test_faults) {
    context.console.err << diagnostic_line(context, options.directory, fault) << '\n';
  }
  std::vector<TestOutcome> outcomes;
  std::size_t failures = 0;
  for (const adapters::district::RuleTest& test : district->compiled.tests) {
    outcomes.push_back(run_rule_test(*district->ruleset, test));
    failures += outcomes.back().passed() ? 0 : 1;
    if (context.json) {
      print_json(context, outcomes.back());
    } else {
      print_text(context, options.directory, outcomes.back());
    }
  }
  if (!context.json) {
    context.console.out << worded(context.language, kTestSummary,
                                  {std::to_string(outcomes.size()), std::to_string(failures)})
                        << '\n';
  }
  if (!options.junit.empty()) {
    std::ofstream file(options.junit, std::ios::binary);
    file << junit_text(outcomes);
    file.close();
    if (!file) return file_failure(worded(context.language, kCannotWrite, {options.junit}));
  }
  return failures == 0 && district->compiled.test_faults.empty() ? ExitCode::Ok : ExitCode::Refused;
}

}  // namespace

void add_district_test_command(CommandLine& line, CLI::App& district) {
  auto options = std::make_shared<TestOptions>();
  const auto help = [&](const Phrase& what) { return std::string(phrase(line.language(), what)); };
  auto* command = line.add(district, "test", help(kTestHelp));
  command->add_option("directory", options->directory, help(kTestedDirectoryHelp))->required()->type_name("DIR");
  command->add_option("--junit", options->junit, help(kJunitHelp))->type_name("FILE");
  line.runs(command, [options](CommandContext& context) { return test_directory(context, *options); });
}

}  // namespace whistle::tools
