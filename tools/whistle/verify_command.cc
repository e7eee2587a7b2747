#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/evidence_act.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct SiteCheckFlags {
  ActFlags act;
  std::vector<LocalFile> files{};  // that the act names
  bool pass = false;
  bool fail = false;  // one of the two must be said
  std::string note;
  std::vector<std::string> photos;
};

Result<ExitCode> check_on_site(CommandContext& context, SiteCheckFlags flags) {
  // Files are read before anything is sent.
  v1::VerifyResolution check;
  check.set_passed(flags.pass);
  if (!flags.note.empty()) check.mutable_personal()->set_text(flags.note);
  for (const auto& path : flags.photos) {
    const auto sha256 = bring_file(flags.files, path, context.language);
    if (!sha256) return tl::unexpected(sha256.error());
    check.add_attachment_sha256(*sha256);
  }
  return act_with_files(context, flags.act, flags.files, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_verify_resolution() = check;
    act.mutable_verify_resolution()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_verify_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<SiteCheckFlags>();
  auto* command = line.add(line.root(), "verify", phrase(language, phrases::kVerifyHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  auto* answer = command->add_option_group("answer");
  answer->add_flag("--pass", flags->pass, help(phrases::kVerifyPassHelp));
  answer->add_flag("--fail", flags->fail, help(phrases::kVerifyFailHelp));
  answer->require_option(1);
  command->add_option("-n,--note", flags->note, help(phrases::kVerifyNoteHelp))->type_name(help(phrases::kTextType));
  command->add_option("--photo", flags->photos, help(phrases::kPhotoHelp))
      ->type_name(help(phrases::kFileType))
      ->allow_extra_args(false);
  line.runs(command, [flags](CommandContext& context) { return check_on_site(context, *flags); });
}

}  // namespace whistle::tools
