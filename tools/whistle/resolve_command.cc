#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/evidence_act.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

struct ResolveFlags {
  ActFlags act;
  std::vector<LocalFile> files{};  // that the act names
  std::string outcome = "fixed";
  std::string note;
  std::vector<std::string> photos_before;
  std::vector<std::string> photos_after;
  std::string signature;
};

Result<void> add_evidence(Language language, ResolveFlags& flags, v1::Evidence kind, const std::string& path,
                          v1::ResolveTicket& resolve) {
  const auto sha256 = bring_file(flags.files, path, language);
  if (!sha256) return tl::unexpected(sha256.error());
  auto& item = *resolve.add_evidence();
  item.set_kind(kind);
  item.set_sha256(*sha256);
  return {};
}

Result<v1::ResolveTicket> resolution_of(Language language, ResolveFlags& flags) {
  v1::ResolveTicket resolve;
  v1::Outcome outcome{};
  if (!parse_machine_word(flags.outcome, outcome)) {
    return usage_failure(worded(language, phrases::kBadOption, {"--outcome", flags.outcome}),
                         worded(language, phrases::kOneOf, {"fixed, explained, not_reproduced, referred_out"}));
  }
  resolve.set_outcome(outcome);
  if (!flags.note.empty()) {
    resolve.add_evidence()->set_kind(v1::EVIDENCE_NOTE);
    resolve.mutable_personal()->set_text(flags.note);
  }
  Result<void> added;
  for (const auto& path : flags.photos_before) {
    if (added) added = add_evidence(language, flags, v1::EVIDENCE_PHOTO_BEFORE, path, resolve);
  }
  for (const auto& path : flags.photos_after) {
    if (added) added = add_evidence(language, flags, v1::EVIDENCE_PHOTO_AFTER, path, resolve);
  }
  if (added && !flags.signature.empty())
    added = add_evidence(language, flags, v1::EVIDENCE_SIGNATURE, flags.signature, resolve);
  if (!added) return tl::unexpected(added.error());
  return resolve;
}

Result<ExitCode> resolve(CommandContext& context, ResolveFlags flags) {
  // Files are read before anything is sent.
  auto resolution = resolution_of(context.language, flags);
  if (!resolution) return tl::unexpected(resolution.error());
  return act_with_files(context, flags.act, flags.files, [&](std::uint64_t ticket) {
    v1::Command act;
    *act.mutable_resolve_ticket() = *resolution;
    act.mutable_resolve_ticket()->set_ticket(ticket);
    return act;
  });
}

}  // namespace

void add_resolve_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ResolveFlags>();
  auto* command = line.add(line.root(), "resolve", phrase(language, phrases::kResolveHelp));
  add_act_flags(*command, flags->act, language, /*several=*/false);
  command->add_option("--outcome", flags->outcome, help(phrases::kOutcomeHelp))
      ->type_name("fixed|explained|not_reproduced|referred_out");
  command->add_option("-n,--note", flags->note, help(phrases::kNoteHelp))->type_name(help(phrases::kTextType));
  const auto files = [&](const char* name, auto& value, const Phrase& what) {
    return command->add_option(name, value, help(what))->type_name(help(phrases::kFileType));
  };
  files("--photo-before", flags->photos_before, phrases::kPhotoBeforeHelp)->allow_extra_args(false);
  files("--photo-after", flags->photos_after, phrases::kPhotoAfterHelp)->allow_extra_args(false);
  files("--signature", flags->signature, phrases::kSignatureHelp);
  line.runs(command, [flags](CommandContext& context) { return resolve(context, *flags); });
}

}  // namespace whistle::tools
