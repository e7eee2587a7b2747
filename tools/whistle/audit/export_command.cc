// `whistle audit export`.
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engine/core.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/journal_export.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

struct ExportFlags {
  std::string to;
  std::string file;
  std::uint64_t from = 0;
  std::optional<std::uint64_t> until;
  std::string ticket;
  bool lines = false;
};

Result<ExportSelection> selection_of(CommandContext& context, JournalSource& source, const ExportFlags& flags) {
  const auto next = source.next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  ExportSelection selection{flags.from, std::min(flags.until.value_or(*next), *next), std::nullopt};
  if (flags.ticket.empty()) return selection;
  auto subject = find_subject(source, context.language, flags.ticket);
  if (!subject) return tl::unexpected(subject.error());
  if (!subject->ticket) return usage_failure(worded(context.language, phrases::kNoSuchTicket, {flags.ticket}));
  selection.ticket = *std::move(subject);
  return selection;
}

// To the screen, or to a file, which may be a pipe.
Result<ExitCode> write_lines(CommandContext& context, JournalSource& source, const ExportSelection& selection,
                             const std::string& to) {
  std::ofstream file;
  if (!to.empty()) file.open(to, std::ios::binary | std::ios::trunc);
  auto& out = to.empty() ? context.console.out : file;
  const auto entries = selection.ticket ? selection.ticket->entries : std::vector<std::uint64_t>{};
  const InterruptWatch interrupts;
  v1::Entry entry;
  bool understood = true;
  std::uint64_t written = 0;
  const auto begin = entries.empty() ? selection.from : entries.front();
  const auto scanned = source.scan_entries(begin, [&](engine::Sequence sequence, std::string_view bytes) {
    if (sequence.value >= selection.until || InterruptWatch::interrupted()) return false;
    if (!entries.empty() && !std::ranges::binary_search(entries, sequence.value)) return true;
    understood = engine::parse_entry(bytes, entry);
    if (understood) out << json_text(entry) << '\n';
    ++written;
    return understood && out.good() && (entries.empty() || sequence.value < entries.back());
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  if (!understood) return file_failure(worded(context.language, phrases::kNoEntry, {std::to_string(written - 1)}));
  out.flush();
  if (!out.good()) return file_failure(worded(context.language, phrases::kCannotWrite, {to}));
  return InterruptWatch::interrupted() ? ExitCode::Interrupted : ExitCode::Ok;
}

tl::unexpected<Failure> refused_file(Language language, JournalFileWriter::Refusal why, const std::string& path) {
  switch (why) {
    case JournalFileWriter::Refusal::Other:
      return file_failure(worded(language, phrases::kExportOther, {path}));
    case JournalFileWriter::Refusal::Complete:
      return file_failure(worded(language, phrases::kExportComplete, {path}));
    case JournalFileWriter::Refusal::Unwritable:
      break;
  }
  return file_failure(worded(language, phrases::kCannotWrite, {path}));
}

Result<ExitCode> write_file(CommandContext& context, JournalSource& source, const ExportSelection& selection,
                            const std::string& to) {
  const auto journal = source.identity();
  if (!journal) return tl::unexpected(failure_of(journal.error()));
  auto writer = JournalFileWriter::open(to, export_header(*journal, selection));
  if (!writer) return refused_file(context.language, writer.error(), to);
  const InterruptWatch interrupts;
  const auto total = selection.ticket ? selection.ticket->entries.size() : selection.until - selection.from;
  ProgressBar progress(context.console, context.language, total);
  const auto ended = export_journal(source, selection, *writer, [&](std::uint64_t entries) {
    progress.advance(entries);
    return !InterruptWatch::interrupted();
  });
  progress.clear();
  if (!ended) return tl::unexpected(failure_of(ended.error()));
  if (*ended == ExportEnd::Interrupted) return ExitCode::Interrupted;
  if (*ended == ExportEnd::Unwritable)
    return refused_file(context.language, JournalFileWriter::Refusal::Unwritable, to);
  context.console.out << worded(context.language, phrases::kExported, {std::to_string(writer->entries()), to}) << '\n';
  return ExitCode::Ok;
}

Result<ExitCode> export_it(CommandContext& context, const ExportFlags& flags) {
  if (flags.to.empty() && !flags.lines)
    return usage_failure(std::string(phrase(context.language, phrases::kExportNeedsFile)));
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  const auto selection = selection_of(context, **source, flags);
  if (!selection) return tl::unexpected(selection.error());
  return flags.lines ? write_lines(context, **source, *selection, flags.to)
                     : write_file(context, **source, *selection, flags.to);
}

}  // namespace

void add_audit_export_command(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ExportFlags>();
  auto* command = line.add(audit, "export", help(phrases::kAuditExportHelp));
  const auto file = help(phrases::kFileType);
  command->add_option("--to", flags->to, help(phrases::kAuditExportToHelp))->type_name(file);
  command->add_option("--from-file", flags->file, help(phrases::kAuditFromFileHelp))->type_name(file);
  auto* from = command->add_option("--from", flags->from, help(phrases::kAuditExportFromHelp))->type_name("N");
  auto* until = command->add_option("--until", flags->until, help(phrases::kAuditExportUntilHelp))->type_name("N");
  command->add_option("--ticket", flags->ticket, help(phrases::kAuditExportTicketHelp))
      ->type_name(help(phrases::kTextType))
      ->excludes(from)
      ->excludes(until);
  command->add_flag("--lines", flags->lines, help(phrases::kAuditExportLinesHelp));
  line.runs(command, [flags](CommandContext& context) { return export_it(context, *flags); });
}

}  // namespace whistle::tools
