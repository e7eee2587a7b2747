// `whistle district check`: errors, and what is worth a look, before anybody trusts the rules.
#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/district/advice.h"
#include "adapters/district/civil_text.h"
#include "adapters/district/compile.h"
#include "adapters/district/coverage.h"
#include "tools/whistle/offline_commands.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/totality.h"
#include "tools/whistle/totality_text.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {
namespace {

namespace district = adapters::district;
namespace json = boost::json;

constexpr double kAreaMin = 1;  // m²; smaller is drawing noise

constexpr Phrase kHelp{"检查规则目录：错误与值得留意之处",
                       "Check a district directory: errors, and what is worth a look"};
constexpr Phrase kDirectoryHelp{"规则目录", "the district directory"};
constexpr Phrase kStrictHelp{"有警告也算不通过（退出码 3）", "warnings count too: exit code 3"};
constexpr Phrase kAtHelp{
    "查日历数据是否覆盖这一天及当日给出的最长时限（默认为规则生效之日）",
    "ask whether the calendar's data reach this day, and the longest limit given on it (default: the day "
    "on which the rules come into force)"};
constexpr Phrase kBadDate{"“{0}”不是日期", "'{0}' is no date"};
constexpr Phrase kSummary{"{0} 个错误，{1} 个警告", "{0} errors, {1} warnings"};
constexpr Phrase kCoverage{
    "网格重叠 {0} 处，空隙 {1} 处（不小于 1 平方米）；日历数据至 {2}；规则集 {3}",
    "{0} overlaps and {1} gaps of at least 1 m² between grids; calendar data until {2}; ruleset {3}"};

struct CheckOptions {
  std::string directory;
  bool strict = false;
  std::string at;
};

struct Findings {
  std::vector<district::Diagnostic> errors;
  std::vector<district::Diagnostic> warnings;
  std::vector<district::Overlap> overlaps;
  std::vector<district::Gap> gaps;
  std::string data_until;
  std::string hash;
  std::optional<Totality> totality;  // absent where the directory does not compile
  std::shared_ptr<const engine::Ruleset> ruleset;
};

void look_at(const district::CompiledDistrict& compiled, std::optional<std::int32_t> day, Findings& findings) {
  const engine::Ruleset& ruleset = *findings.ruleset;
  district::Diagnostics diagnostics;
  for (const district::Diagnostic& warning : compiled.warnings)
    diagnostics.add(warning);
  for (const district::Diagnostic& fault : compiled.test_faults)
    diagnostics.add(fault);
  findings.overlaps = district::find_overlaps(compiled.geometry, kAreaMin);
  findings.gaps = district::find_gaps(compiled.geometry, kAreaMin);
  district::advise_on_coverage(compiled, ruleset, findings.overlaps, findings.gaps, diagnostics);
  district::advise_on_routes(compiled, ruleset, diagnostics);
  district::advise_on_duties(compiled, ruleset, diagnostics);
  district::advise_on_people(compiled, ruleset, diagnostics);
  district::advise_on_limits(compiled, ruleset, diagnostics);
  district::advise_on_ladders(compiled, ruleset, diagnostics);
  const v1::Calendar calendar = district::calendar_of(compiled);
  district::advise_on_calendar(compiled, ruleset, day, diagnostics);
  findings.data_until = district::date_text(calendar.data_until());
  findings.hash = district::to_hex(compiled.hash);
  findings.totality = count_cells(ruleset);
  for (const std::uint32_t rule : findings.totality->idle_rules) {
    // The last rule has to be there; one that a single rule shadows has been told with it.
    if (rule + 1 == ruleset.routes.size() || district::shadowing_rule(ruleset, rule)) continue;
    district::FileReport(diagnostics, "routes.yaml")
        .warning({compiled.lines.routes[rule], 0}, district::Fault::RuleIdle, {ruleset.routes[rule].id});
  }
  findings.errors = diagnostics.take(district::Severity::Error);
  findings.warnings = diagnostics.take(district::Severity::Warning);
}

Findings find(const std::string& directory, std::optional<std::int32_t> day) {
  Findings findings;
  auto compiled = district::compile_directory(directory);
  if (!compiled) {
    findings.errors = std::move(compiled.error());
    return findings;
  }
  auto ruleset = district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  if (!ruleset) {
    findings.errors.push_back(
        {district::Severity::Error, district::Fault::DoesNotLoad, "", {}, "", {ruleset.error().what}, ""});
    return findings;
  }
  findings.ruleset = *ruleset;
  look_at(*compiled, day, findings);
  return findings;
}

json::array json_of(const std::vector<district::Diagnostic>& diagnostics, Language language) {
  json::array array;
  for (const district::Diagnostic& one : diagnostics) {
    json::object object;
    object["file"] = one.file;
    object["line"] = one.at.line == 0 ? json::value(nullptr) : json::value(one.at.line);
    object["column"] = one.at.column == 0 ? json::value(nullptr) : json::value(one.at.column);
    object["message"] = district::message_of(one, language);
    array.push_back(std::move(object));
  }
  return array;
}

json::array point_of(const engine::Point& point) {
  return {point.lat_e7 / 1e7, point.lon_e7 / 1e7};
}

void print_json(CommandContext& context, const Findings& findings) {
  json::object object;
  object["errors"] = json_of(findings.errors, context.language);
  object["warnings"] = json_of(findings.warnings, context.language);
  if (findings.ruleset) {
    json::array overlaps;
    for (const district::Overlap& one : findings.overlaps) {
      overlaps.push_back(
          {{"grids", {findings.ruleset->areas[one.first].code, findings.ruleset->areas[one.second].code}},
           {"area_m2", one.area_m2},
           {"point", point_of(one.point)}});
    }
    json::array gaps;
    for (const district::Gap& one : findings.gaps) {
      gaps.push_back({{"area_m2", one.area_m2}, {"point", point_of(one.point)}});
    }
    object["overlaps"] = std::move(overlaps);
    object["gaps"] = std::move(gaps);
    object["data_until"] = findings.data_until;
    object["ruleset"] = findings.hash;
    if (findings.totality) object["totality"] = totality_json(*findings.totality);
  }
  context.console.out << json::serialize(object) << '\n';
}

void print_text(CommandContext& context, const std::string& directory, const Findings& findings) {
  auto& out = context.console.out;
  for (const auto* list : {&findings.errors, &findings.warnings}) {
    for (const district::Diagnostic& one : *list)
      out << diagnostic_line(context, directory, one) << '\n';
  }
  if (findings.ruleset) {
    out << worded(context.language, kCoverage,
                  {std::to_string(findings.overlaps.size()), std::to_string(findings.gaps.size()), findings.data_until,
                   findings.hash})
        << '\n';
  }
  if (findings.totality) {
    for (const auto& line : totality_lines(context.language, *findings.ruleset, *findings.totality))
      out << line << '\n';
  }
  out << worded(context.language, kSummary,
                {std::to_string(findings.errors.size()), std::to_string(findings.warnings.size())})
      << '\n';
}

Result<ExitCode> check_directory(CommandContext& context, const CheckOptions& options) {
  std::optional<std::int32_t> day;
  if (!options.at.empty()) {
    day = district::parse_date(options.at);
    if (!day) return usage_failure(worded(context.language, kBadDate, {options.at}));
  }
  const Findings findings = find(options.directory, day);
  if (context.json) {
    print_json(context, findings);
  } else {
    print_text(context, options.directory, findings);
  }
  if (!findings.errors.empty()) return ExitCode::Refused;
  return options.strict && !findings.warnings.empty() ? ExitCode::Warnings : ExitCode::Ok;
}

}  // namespace

void add_district_check_command(CommandLine& line, CLI::App& district) {
  auto options = std::make_shared<CheckOptions>();
  const auto help = [&](const Phrase& what) { return std::string(phrase(line.language(), what)); };
  auto* command = line.add(district, "check", help(kHelp));
  command->add_option("directory", options->directory, help(kDirectoryHelp))->required()->type_name("DIR");
  command->add_flag("--strict", options->strict, help(kStrictHelp));
  command->add_option("--at", options->at, help(kAtHelp))->type_name("DATE");
  line.runs(command, [options](CommandContext& context) { return check_directory(context, *options); });
}

}  // namespace whistle::tools
