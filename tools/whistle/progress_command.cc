#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/evidence_act.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct ProgressFlags {
  ActFlags act;
  std::vector<LocalFile> files{};  // that the act names
  std::string note;
  std::vector<std::string> photos;
};

Result<ExitCode> report_progress(CommandContext& context, ProgressFlags flags) {
  // Files are read before anything is sent.
  v1::ReportProgress report;
  report.mutable_personal()->set_text(flags.note);
  for (const auto& path : flags.photos) {
    const auto sha256 = bring_file(flags.files, path, context.language);
    if (!sha256) return tl::unexpected(sha256.error());
    report.add_attachment_sha256(*sha256);
  }
  return act_with_files(context, flags.act, flags.files, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_report_progress() = report;
    act.mutable_report_progress()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_progress_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ProgressFlags>();
  auto* command = line.add(line.root(), "progress", phrase(language, phrases::kProgressHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("-n,--note", flags->note, help(phrases::kProgressNoteHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("--photo", flags->photos, help(phrases::kPhotoHelp))
      ->type_name(help(phrases::kFileType))
      ->allow_extra_args(false);
  line.runs(command, [flags](CommandContext& context) { return report_progress(context, *flags); });
}

}  // namespace whistle::tools
