// `whistle audit key` and `whistle audit checkpoint`: what is to be kept elsewhere.
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "engine/hexadecimal.h"
#include "storage/checkpoint.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

Result<ExitCode> print_key(CommandContext& context, const std::string& file) {
  auto source = open_journal(context, file);
  if (!source) return tl::unexpected(source.error());
  const auto key = own_key(**source);
  if (!key) return tl::unexpected(key.error());
  const auto text = storage::verifier_key(key->origin, key->key);
  if (context.json) {
    json::object object;
    object["key"] = text;
    object["origin"] = key->origin;
    object["public_key"] = engine::hexadecimal(key->key);
    context.console.out << json::serialize(object) << '\n';
  } else {
    context.console.out << text << '\n';
  }
  return ExitCode::Ok;
}

Result<ExitCode> print_checkpoint(CommandContext& context, const std::string& file) {
  auto source = open_journal(context, file);
  if (!source) return tl::unexpected(source.error());
  const auto last = (*source)->last_checkpoint();
  if (!last) return tl::unexpected(failure_of(last.error()));
  if (!*last) return file_failure(std::string(phrase(context.language, phrases::kNoCheckpoint)));
  if (context.json) {
    json::object object;
    object["size"] = (*last)->size;
    object["note"] = (*last)->note;
    context.console.out << json::serialize(object) << '\n';
  } else {
    context.console.out << (*last)->note;
  }
  return ExitCode::Ok;
}

}  // namespace

void add_audit_key_commands(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  const auto add = [&](const char* name, const Phrase& what, auto print) {
    auto file = std::make_shared<std::string>();
    auto* command = line.add(audit, name, help(what));
    command->add_option("file", *file, help(phrases::kAuditFromFileHelp))->type_name(help(phrases::kFileType));
    line.runs(command, [file, print](CommandContext& context) { return print(context, *file); });
  };
  add("key", phrases::kAuditKeyHelp, print_key);
  add("checkpoint", phrases::kAuditCheckpointHelp, print_checkpoint);
}

}  // namespace whistle::tools
