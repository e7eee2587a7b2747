// `whistle audit consistency`: nothing was rewritten between two checkpoints.
#include <memory>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "engine/base64.h"
#include "storage/checkpoint.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

struct ConsistencyFlags {
  std::string older;
  std::string newer;
  std::string file;
  std::string key;
};

Result<storage::Checkpoint> open_note(Language language, const std::string& note, const PublicKey& key,
                                      const std::string& name) {
  auto opened = storage::open_checkpoint(note, key.key);
  if (!opened || opened->origin != key.origin) {
    return tl::unexpected(
        Failure{ExitCode::Refused, "unsound", worded(language, phrases::kBadNote, {name}), {}, std::nullopt});
  }
  return *std::move(opened);
}

Result<std::string> newest_note(CommandContext& context, JournalSource& source, const std::string& file) {
  if (!file.empty()) return read_note_file(context.language, file);
  auto last = source.last_checkpoint();
  if (!last) return tl::unexpected(failure_of(last.error()));
  if (!*last) return file_failure(std::string(phrase(context.language, phrases::kNoCheckpoint)));
  return std::move((*last)->note);
}

void print(CommandContext& context, const storage::Checkpoint& older, const storage::Checkpoint& newer,
           const storage::TreeProof& proof, bool holds) {
  if (context.json) {
    json::array hashes;
    for (const auto& hash : proof)
      hashes.push_back(json::value(engine::base64(hash)));
    json::object object;
    object["consistent"] = holds;
    object["old_size"] = older.size;
    object["size"] = newer.size;
    object["proof"] = std::move(hashes);
    context.console.out << json::serialize(object) << '\n';
    return;
  }
  context.console.out << context.console.paint(
                             holds ? Colour::Green : Colour::Red,
                             worded(context.language, holds ? phrases::kConsistent : phrases::kInconsistent,
                                    {std::to_string(older.size), std::to_string(newer.size)}))
                      << '\n';
}

Result<ExitCode> compare(CommandContext& context, const ConsistencyFlags& flags) {
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  const auto key = flags.key.empty() ? own_key(**source) : read_public_key(context.language, flags.key);
  if (!key) return tl::unexpected(key.error());
  const auto old_note = read_note_file(context.language, flags.older);
  if (!old_note) return tl::unexpected(old_note.error());
  const auto new_note = newest_note(context, **source, flags.newer);
  if (!new_note) return tl::unexpected(new_note.error());
  auto older = open_note(context.language, *old_note, *key, flags.older);
  if (!older) return tl::unexpected(older.error());
  auto newer = open_note(context.language, *new_note, *key, flags.newer);
  if (!newer) return tl::unexpected(newer.error());
  if (older->size > newer->size) std::swap(*older, *newer);
  const auto tiles = tiles_of(**source);
  const auto proof = storage::consistency_proof(storage::subtrees_of(tiles), older->size, newer->size);
  const bool holds = storage::proves_consistency(older->root, older->size, newer->root, newer->size, proof);
  print(context, *older, *newer, proof, holds);
  return holds ? ExitCode::Ok : ExitCode::Refused;
}

}  // namespace

void add_audit_consistency_command(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ConsistencyFlags>();
  auto* command = line.add(audit, "consistency", help(phrases::kAuditConsistencyHelp));
  const auto file = help(phrases::kFileType);
  command->add_option("old", flags->older, help(phrases::kAuditOldHelp))->required()->type_name(file);
  command->add_option("new", flags->newer, help(phrases::kAuditNewHelp))->type_name(file);
  command->add_option("--from-file", flags->file, help(phrases::kAuditFromFileHelp))->type_name(file);
  command->add_option("--key", flags->key, help(phrases::kAuditPublicKeyHelp))->type_name("KEY");
  line.runs(command, [flags](CommandContext& context) { return compare(context, *flags); });
}

}  // namespace whistle::tools
