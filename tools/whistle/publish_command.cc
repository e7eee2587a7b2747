#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/directory_upload.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ruleset_hash.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_submission.h"

namespace whistle::tools {

namespace {

struct PublishOptions {
  std::string directory;
  std::string ruleset;  // instead: the hash of what the engine has already
  std::string key;
};

Result<v1::Command> publication_of(const PublishOptions& options, Language language) {
  const auto& directory = options.directory;
  if (directory.empty() == options.ruleset.empty())
    return usage_failure(std::string(phrase(language, phrases::kPublishOneOf)));
  if (directory.empty()) {
    auto sha256 = ruleset_hash(options.ruleset, language);
    if (!sha256) return tl::unexpected(sha256.error());
    v1::Command named;
    named.mutable_publish_ruleset()->set_ruleset_sha256(*std::move(sha256));
    return named;
  }
  auto files = directory_upload(directory, language, worded(language, phrases::kCheckFirst, {directory}));
  if (!files) return tl::unexpected(files.error());
  v1::Command command;
  *command.mutable_publish_ruleset()->mutable_files() = *std::move(files);
  return command;
}

// What would take back what has come in force since it was submitted is published by nobody.
Result<void> check_current(EngineSession& session, const v1::PublishRuleset& publish, Language language) {
  if (publish.ruleset_sha256().empty()) return {};
  v1::Request request;
  request.mutable_list_submissions();
  const auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  for (const auto& row : reply->list_submissions().submissions()) {
    if (row.record().ruleset_sha256() == publish.ruleset_sha256() && row.outdated())
      return usage_failure(std::string(phrase(language, phrases::kPublishOutdated)));
  }
  return {};
}

Result<ExitCode> publish(CommandContext& context, const PublishOptions& options) {
  const auto& key = options.key;
  auto command = publication_of(options, context.language);
  if (!command) return tl::unexpected(command.error());
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  if (auto current = check_current(**session, command->publish_ruleset(), context.language); !current)
    return tl::unexpected(current.error());
  auto accepted = (*session)->act(std::move(*command), {.key = key.empty() ? make_key() : key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  auto& console = context.console;
  if (context.json) {
    console.out << json_text(*accepted) << '\n';
    return ExitCode::Ok;
  }
  const DistrictNames codes{v1::GetDistrictReply{}};
  const Telling telling{context.language, codes, (*session)->time(), (*session)->now()};
  bool published = false;
  for (const auto& event : accepted->events()) {
    published = published || event.has_ruleset_published() || event.has_ruleset_scheduled();
    console.out << event_sentence(telling, event) << '\n';
  }
  if (!published) console.out << phrase(context.language, phrases::kProposedNext) << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_publish_command(CommandLine& line, CLI::App& district) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<PublishOptions>();
  auto* command = line.add(district, "publish", help(phrases::kPublishHelp));
  command->add_option("dir", options->directory, help(phrases::kPublishDirHelp))->type_name(help(phrases::kDirType));
  command->add_option("--ruleset", options->ruleset, help(phrases::kPublishRulesetHelp))
      ->type_name(help(phrases::kHashType));
  command->add_option("--idempotency-key", options->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [options](CommandContext& context) { return publish(context, *options); });
}

}  // namespace whistle::tools
