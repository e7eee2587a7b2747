// `whistle report`: the two-way evaluation of a period and an area, from the journal alone.
#include <memory>
#include <optional>
#include <string>

#include "tools/whistle/commands.h"
#include "tools/whistle/district_time.h"
#include "tools/whistle/journal_facts.h"
#include "tools/whistle/report.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kDateLength = 10;  // 2026-09-28

struct ReportOptions {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> area;
};

// A civil date is the beginning of that day.
Result<std::optional<engine::Instant>> bound_of(Language language, const DistrictTime& time, engine::Instant now,
                                                const char* option, const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const auto at = time.parse(text->size() == kDateLength ? *text + " 00:00" : *text, now);
  if (at) return at;
  return usage_failure(worded(language, phrases::kBadOption, {option, *text}),
                       worded(language, phrases::kPeriodHint, {}));
}

Result<engine::Selection> selection_of(Language language, const ReportOptions& options, const JournalFacts& journal) {
  const auto& zone = journal.ruleset->manifest.time_zone();
  const auto time = DistrictTime::of_zone(zone);
  if (!time) return file_failure(worded(language, phrases::kUnknownZone, {zone}));
  engine::Selection selection;
  const auto now = journal.facts.until();
  const auto from = bound_of(language, *time, now, "--from", options.from);
  if (!from) return tl::unexpected(from.error());
  const auto until = bound_of(language, *time, now, "--to", options.to);
  if (!until) return tl::unexpected(until.error());
  selection.from = *from;
  selection.until = *until;
  if (selection.from && selection.until && *selection.until <= *selection.from)
    return usage_failure(worded(language, phrases::kPeriodEmpty, {}));
  if (!options.area) return selection;
  selection.area = journal.ruleset->find_area(*options.area);
  if (!selection.area) return usage_failure(worded(language, phrases::kUnknownArea, {*options.area}));
  return selection;
}

Result<ExitCode> report(CommandContext& context, const ReportOptions& options) {
  auto journal = read_journal(context);
  if (!journal) return tl::unexpected(journal.error());
  const auto selection = selection_of(context.language, options, *journal);
  if (!selection) return tl::unexpected(selection.error());
  const auto& facts = journal->facts;
  const Report told{journal->ruleset, facts.ruleset_sha256(), *selection,
                    facts.until(),    facts.entries(),        engine::evaluate(facts, *journal->ruleset, *selection)};
  if (context.json) {
    context.console.out << report_json(told);
  } else if (context.csv) {
    context.console.out << report_csv(context.language, told);
  } else {
    print_report(context.console, context.language, told);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_report_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<ReportOptions>();
  auto* command = line.add(line.root(), "report", help(phrases::kReportHelp));
  command->add_option("--from", options->from, help(phrases::kReportFromHelp))->type_name("T");
  command->add_option("--to", options->to, help(phrases::kReportToHelp))->type_name("T");
  command->add_option("--area", options->area, help(phrases::kReportAreaHelp))->type_name("CODE");
  line.runs(
      command, [options](CommandContext& context) { return report(context, *options); }, Tables::Csv);
}

}  // namespace whistle::tools
