// `whistle audit verify`.
#include <memory>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "storage/checkpoint.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "tools/whistle/audit/verification.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

struct VerifyFlags {
  std::string file;
  std::string note;
  std::string key;
};

const Phrase& phrase_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::Unread:
      return phrases::kFoundUnread;
    case FindingKind::NoEntry:
      return phrases::kFoundNoEntry;
    case FindingKind::NotLater:
      return phrases::kFoundNotLater;
    case FindingKind::HoldsPersonal:
      return phrases::kFoundPersonal;
    case FindingKind::BytesChanged:
      return phrases::kFoundBytes;
    case FindingKind::TileChanged:
      return phrases::kFoundTile;
    case FindingKind::OtherKey:
      return phrases::kFoundOtherKey;
    case FindingKind::OtherRoot:
      return phrases::kFoundOtherRoot;
    case FindingKind::Truncated:
      return phrases::kFoundTruncated;
    case FindingKind::RulesetMissing:
      return phrases::kFoundRuleset;
    case FindingKind::DecidedOtherwise:
      return phrases::kFoundDecided;
    case FindingKind::RowChanged:
      return phrases::kFoundRowChanged;
    case FindingKind::RowMissing:
      return phrases::kFoundRowMissing;
    case FindingKind::RowExtra:
      return phrases::kFoundRowExtra;
    case FindingKind::UnknownLogic:
      return phrases::kFoundLogic;
    case FindingKind::NotSigned:
      return phrases::kFoundNotSigned;
    case FindingKind::PartOnly:
      break;
  }
  return phrases::kFoundPart;
}

std::string text_of(Language language, const Finding& finding) {
  const bool from_outside = finding.kind == FindingKind::OtherKey && !finding.what.empty();
  if (from_outside) return std::string(phrase(language, phrases::kFoundOtherNote));
  return worded(language, phrase_of(finding.kind),
                {std::to_string(finding.sequence), std::to_string(finding.last), finding.what});
}

void print_findings(Console& console, Language language, const Findings& findings, bool damage) {
  bool headed = false;
  for (const auto& finding : findings) {
    if (is_damage(finding.kind) != damage) continue;
    if (!std::exchange(headed, true)) {
      console.out << console.paint(damage ? Colour::Red : Colour::Yellow,
                                   phrase(language, damage ? phrases::kVerifyDamaged : phrases::kVerifyUnknown))
                  << '\n';
    }
    console.out << "  " << text_of(language, finding) << '\n';
  }
}

void print(Console& console, Language language, const Verification& done) {
  print_findings(console, language, done.findings, /*damage=*/true);
  print_findings(console, language, done.findings, /*damage=*/false);
  const auto number = [](std::uint64_t n) { return std::to_string(n); };
  if (done.outcome() == ExitCode::Ok) {
    console.out << console.paint(Colour::Green,
                                 worded(language, phrases::kVerifyProven,
                                        {number(done.entries), number(done.checkpoints), number(done.signed_size)}))
                << '\n';
  }
  if (done.is_part && !done.is_damaged()) {
    console.out << worded(language, phrases::kVerifyPart, {number(done.signed_size), number(done.entries)}) << '\n';
  }
  if (done.decided > 0) {
    console.out << worded(language, phrases::kVerifyDecided, {number(done.decided), number(done.places_as_found)})
                << '\n';
  }
  if (done.rows > 0) console.out << worded(language, phrases::kVerifyRows, {number(done.rows)}) << '\n';
  if (!done.has_tables && !done.is_part) console.out << phrase(language, phrases::kVerifyNoTables) << '\n';
  if (done.signed_size < done.entries && done.outcome() == ExitCode::Ok)
    console.out << worded(language, phrases::kVerifyUnsigned, {number(done.entries - done.signed_size)}) << '\n';
  if (!done.public_key.empty())
    console.out << worded(language, phrases::kVerifyKey, {storage::verifier_key(done.origin, done.public_key)}) << '\n';
}

void print_json(Console& console, Language language, const Verification& done) {
  json::array findings;
  for (const auto& finding : done.findings) {
    json::object object;
    object["finding"] = name_of(finding.kind);
    object["damage"] = is_damage(finding.kind);
    object["sequence"] = finding.sequence;
    object["last"] = finding.last;
    object["what"] = finding.what;
    object["text"] = text_of(language, finding);
    findings.push_back(std::move(object));
  }
  json::object object;
  object["outcome"] = done.outcome() == ExitCode::Ok ? "proven" : done.is_damaged() ? "damaged" : "cannot_tell";
  object["entries"] = done.entries;
  object["checkpoints"] = done.checkpoints;
  object["signed_size"] = done.signed_size;
  object["decided"] = done.decided;
  object["places_as_found"] = done.places_as_found;
  object["rows"] = done.rows;
  object["tables"] = done.has_tables;
  object["key"] = done.public_key.empty() ? "" : storage::verifier_key(done.origin, done.public_key);
  object["findings"] = std::move(findings);
  console.out << json::serialize(object) << '\n';
}

Result<ExitCode> verify(CommandContext& context, const VerifyFlags& flags) {
  TreeCheckOptions options;
  if (!flags.note.empty()) {
    auto note = read_note_file(context.language, flags.note);
    if (!note) return tl::unexpected(note.error());
    options.note = *std::move(note);
  }
  if (!flags.key.empty()) {
    auto key = read_public_key(context.language, flags.key);
    if (!key) return tl::unexpected(key.error());
    options.public_key = std::move(key->key);
  }
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  const auto next = (*source)->next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  // Every entry is read twice: for its bytes, and for what it says.
  ProgressBar progress(context.console, context.language, 2 * *next);
  const auto done = verify_journal(**source, options, [&](std::uint64_t entries) { progress.advance(entries); });
  progress.clear();
  if (!done) return tl::unexpected(failure_of(done.error()));
  if (context.json) {
    print_json(context.console, context.language, *done);
  } else {
    print(context.console, context.language, *done);
  }
  return done->outcome();
}

}  // namespace

void add_audit_verify_command(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<VerifyFlags>();
  auto* command = line.add(audit, "verify", help(phrases::kAuditVerifyHelp));
  const auto file = help(phrases::kFileType);
  command->add_option("file", flags->file, help(phrases::kAuditFromFileHelp))->type_name(file);
  command->add_option("--checkpoint", flags->note, help(phrases::kAuditNoteHelp))->type_name(file);
  command->add_option("--key", flags->key, help(phrases::kAuditPublicKeyHelp))->type_name("KEY");
  line.runs(command, [flags](CommandContext& context) { return verify(context, *flags); });
}

}  // namespace whistle::tools
