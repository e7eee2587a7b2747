// `whistle import`: the rows of another system's export are blown, each once, however often it is imported.
#include <algorithm>
#include <deque>
#include <fstream>
#include <memory>

#include "adapters/district/time_zone.h"
#include "tools/whistle/blow_stream.h"
#include "tools/whistle/blow_whistle.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/exchange/import_mapper.h"
#include "tools/whistle/exchange/import_mapping.h"
#include "tools/whistle/exchange/import_report.h"
#include "tools/whistle/exchange/import_rows.h"
#include "tools/whistle/exchange/wording_exchange.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/whole_file.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;

constexpr unsigned kImportInFlight = 64;
constexpr unsigned kImportInFlightMax = 4'096;
// An engine that catches up with many due clocks may keep a stream waiting.
constexpr unsigned kImportTimeoutSeconds = 120;

struct ImportOptions {
  std::string file;
  std::string mapping;
  std::string faults;
  bool dry_run = false;
  std::uint32_t resume_from = 1;
  unsigned in_flight = kImportInFlight;
};

// Reads a mapping and holds it against the district's catalogue; what is wrong with it is printed.
Result<ImportMapping> mapping_of(CommandContext& context, const std::string& path, const DistrictNames& names) {
  const auto bytes = read_whole_file(context.language, path);
  if (!bytes) return tl::unexpected(bytes.error());
  district::Diagnostics diagnostics;
  auto mapping = read_import_mapping(diagnostics, path, *bytes);
  if (mapping) {
    const district::FileReport report(diagnostics, std::filesystem::path(path).filename().string());
    check_categories(report, *mapping, names);
  }
  if (mapping && !diagnostics.has_errors()) return *std::move(mapping);
  for (const auto& fault : diagnostics.take(district::Severity::Error))
    context.console.err << district::to_text(fault, context.language) << '\n';
  return file_failure(worded(context.language, phrases::kImportMapping, {path}));
}

// Which entries of the journal this run has made: one bit for each that was written since it began.
class OwnEntries {
 public:
  explicit OwnEntries(std::uint64_t first) : first_(first) {}

  enum class Answer { New, Before, Repeated };
  Answer add(std::uint64_t sequence) {
    if (sequence < first_) return Answer::Before;
    const auto at = static_cast<std::size_t>(sequence - first_);
    if (at >= made_.size()) made_.resize(at + 1);
    if (made_[at]) return Answer::Repeated;
    made_[at] = true;
    return Answer::New;
  }

 private:
  const std::uint64_t first_;
  std::vector<bool> made_;
};

bool lies_outside(const v1::Accepted& accepted) {
  return std::any_of(accepted.events().begin(), accepted.events().end(), [](const v1::Event& event) {
    const auto& flags = event.whistle_blown().place().flags();
    return std::find(flags.begin(), flags.end(), static_cast<int>(v1::ROUTE_FLAG_OUTSIDE)) != flags.end();
  });
}

class Importer {
 public:
  Importer(CommandContext& context, EngineSession& session, ImportRows& rows, const ImportMapper& mapper,
           ImportReport& report, const ImportOptions& options)
      : context_(context),
        session_(session),
        rows_(rows),
        mapper_(mapper),
        report_(report),
        options_(options),
        own_(session.status().next_sequence()),
        bar_(context.console, context.language, std::nullopt) {}

  [[nodiscard]] Result<ExitCode> run() {
    const InterruptWatch interrupts;
    bool interrupted = false;
    if (options_.dry_run) {
      interrupted = !map_alone();
    } else {
      BlowStream stream(session_, options_.in_flight);
      auto tally = stream.run([this] { return next(); }, [this](const Blown& blown) { told(blown); });
      bar_.clear();
      if (!tally) return tl::unexpected(tally.error());
      interrupted = tally->interrupted;
    }
    bar_.clear();
    if (broken_) interrupted = true;
    report_.never_seen(rows_.columns_never_seen());
    if (auto ended = report_.end(interrupted, next_row_); !ended) return tl::unexpected(ended.error());
    if (broken_) return tl::unexpected(*broken_);
    if (interrupted) return ExitCode::Interrupted;
    if (report_.counts.unmapped > 0) return ExitCode::LocalFile;
    return report_.counts.refused > 0 ? ExitCode::Refused : ExitCode::Ok;
  }

 private:
  struct Pending {
    RowPlace place;
    std::vector<ImportFault> faults;
  };
  using Answer = std::optional<tl::expected<Blowing, district::StreamFault>>;

  // The next row that is to be looked at; nullopt: the end, or what cannot be read on.
  std::optional<MappedRow> read(RowPlace& place) {
    while (true) {
      auto row = rows_.next();
      // What was read last when somebody interrupted may be half a row: its writer was perhaps interrupted too.
      if (!row || InterruptWatch::interrupted()) return std::nullopt;
      if (!*row) {
        broken_ = row->error();
        return std::nullopt;
      }
      if ((*row)->row < options_.resume_from) {
        ++report_.counts.skipped;
        next_row_ = (*row)->row + 1;
        continue;
      }
      place = {(*row)->row, (*row)->line};
      return mapper_.map(**row);
    }
  }

  // False: interrupted.
  bool map_alone() {
    RowPlace place;
    while (auto mapped = read(place)) {
      count(place, mapped->faults, mapped->left_out());
      if (!mapped->left_out()) ++report_.counts.accepted;
    }
    return !InterruptWatch::interrupted();
  }

  Answer next() {
    RowPlace place;
    auto mapped = read(place);
    if (!mapped) return std::nullopt;
    const bool left_out = mapped->left_out();
    pending_.push_back({place, std::move(mapped->faults)});
    if (left_out) return tl::unexpected(district::StreamFault{place.row, {}, {}});
    return Blowing{place.row, mapped->whistle.key, blow_command_of(mapped->whistle)};
  }

  // In the order of the rows.
  void told(const Blown& blown) {
    const auto pending = std::move(pending_.front());
    pending_.pop_front();
    count(pending.place, pending.faults, std::holds_alternative<district::StreamFault>(blown.outcome));
    if (const auto* accepted = std::get_if<v1::Accepted>(&blown.outcome)) {
      count_accepted(pending.place, *accepted);
    } else if (const auto* refusal = std::get_if<v1::Refusal>(&blown.outcome)) {
      ++report_.counts.refused;
      report_.add(pending.place,
                  {ImportCause::Refused, ImportEffect::Row, {}, {}, word_refusal(context_.language, *refusal).message},
                  machine_word(refusal->code()));
    }
  }

  void count(RowPlace place, const std::vector<ImportFault>& faults, bool left_out) {
    ++report_.counts.rows;
    if (left_out) ++report_.counts.unmapped;
    for (const auto& fault : faults)
      report_.add(place, fault);
    next_row_ = place.row + 1;
    bar_.advance(1);
  }

  void count_accepted(RowPlace place, const v1::Accepted& accepted) {
    switch (own_.add(accepted.sequence())) {
      case OwnEntries::Answer::New:
        ++report_.counts.accepted;
        break;
      case OwnEntries::Answer::Before:
        ++report_.counts.before;
        break;
      case OwnEntries::Answer::Repeated:
        ++report_.counts.repeated;
        break;
    }
    if (lies_outside(accepted)) report_.add(place, {ImportCause::OutsideDistrict, ImportEffect::Kept, {}, {}, {}});
  }

  CommandContext& context_;
  EngineSession& session_;
  ImportRows& rows_;
  const ImportMapper& mapper_;
  ImportReport& report_;
  const ImportOptions& options_;
  OwnEntries own_;
  ProgressBar bar_;
  std::deque<Pending> pending_;    // sent and not told, in the order of the rows
  std::optional<Failure> broken_;  // the file cannot be read on
  std::uint32_t next_row_ = 1;
};

// The zone that times without an offset are meant in.
Result<std::vector<v1::ZoneOffset>> offsets_of(Language language, const std::string& zone) {
  auto offsets = district::zone_offsets(zone);
  if (offsets && !offsets->empty()) return *std::move(offsets);
  return file_failure(worded(language, phrases::kUnknownZone, {zone}));
}

Result<ExitCode> import_rows(CommandContext& context, const ImportOptions& options) {
  auto settings = context.settings;
  if (!settings.timeout_seconds) settings.timeout_seconds = kImportTimeoutSeconds;
  auto session = open_session(settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto names = (*session)->names();
  if (!names) return tl::unexpected(names.error());
  auto mapping = mapping_of(context, options.mapping, **names);
  if (!mapping) return tl::unexpected(mapping.error());
  const auto& zone = mapping->time_zone.empty() ? (*session)->status().time_zone() : mapping->time_zone;
  auto offsets = offsets_of(context.language, zone.empty() ? "UTC" : zone);
  if (!offsets) return tl::unexpected(offsets.error());
  std::ifstream file;
  const bool from_input = options.file == "-";
  if (!from_input) {
    file.open(options.file, std::ios::binary);
    if (!file) return file_failure(worded(context.language, phrases::kCannotRead, {options.file}));
  }
  auto rows = ImportRows::open(context.language, from_input ? context.console.in : file, options.file, *mapping);
  if (!rows) return tl::unexpected(rows.error());
  std::optional<AsideFile> faults;
  if (!options.faults.empty()) {
    auto opened = AsideFile::open(context.language, options.faults);
    if (!opened) return tl::unexpected(opened.error());
    faults.emplace(*std::move(opened));
  }
  const ImportMapper mapper(*mapping, **names, *std::move(offsets), zone);
  ImportReport report(context, std::move(faults), options.faults, options.dry_run);
  return Importer(context, **session, **rows, mapper, report, options).run();
}

}  // namespace

void add_import_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<ImportOptions>();
  auto* command = line.add(line.root(), "import", help(phrases::kImportHelp));
  const auto file = [&](const char* name, std::string& value, const Phrase& what) {
    return command->add_option(name, value, help(what))->type_name(help(phrases::kFileType));
  };
  file("file", options->file, phrases::kImportFileHelp)->required();
  file("-m,--mapping", options->mapping, phrases::kImportMappingHelp)->required();
  command->add_flag("--dry-run", options->dry_run, help(phrases::kImportDryRunHelp));
  command->add_option("--resume-from", options->resume_from, help(phrases::kImportResumeHelp))
      ->check(CLI::PositiveNumber.description(""))
      ->type_name("N");
  file("--faults", options->faults, phrases::kImportFaultsHelp);
  command->add_option("--in-flight", options->in_flight, help(phrases::kImportInFlightHelp))
      ->check(CLI::Range(1U, kImportInFlightMax).description(""))
      ->type_name("1-4096");
  line.runs(command, [options](CommandContext& context) { return import_rows(context, *options); });
}

}  // namespace whistle::tools
