#include <memory>

#include "adapters/district/source_files.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kUploadBytesMax = std::size_t{24} << 20U;  // what the engine takes in one message

Result<v1::Command> publication_of(const std::string& directory, Language language) {
  auto files = adapters::district::read_directory(directory);
  if (!files) {
    std::string lines;
    for (const auto& diagnostic : files.error())
      lines += (lines.empty() ? "" : "\n  ") + to_text(diagnostic, language);
    return file_failure(lines, worded(language, phrases::kCheckFirst, {directory}));
  }
  v1::Command command;
  std::size_t bytes = 0;
  for (auto& file : *files) {
    auto& uploaded = *command.mutable_publish_ruleset()->add_files();
    bytes += file.bytes.size();
    uploaded.set_path(std::move(file.path));
    uploaded.set_content(std::move(file.bytes));
  }
  if (bytes > kUploadBytesMax) return file_failure(worded(language, phrases::kDirectoryTooLarge, {directory}));
  return command;
}

Result<ExitCode> publish(CommandContext& context, const std::string& directory, const std::string& key) {
  auto command = publication_of(directory, context.language);
  if (!command) return tl::unexpected(command.error());
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
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
  struct Options {
    std::string directory;
    std::string key;
  };
  auto options = std::make_shared<Options>();
  auto* command = line.add(district, "publish", help(phrases::kPublishHelp));
  command->add_option("dir", options->directory, help(phrases::kPublishDirHelp))
      ->required()
      ->type_name(help(phrases::kDirType));
  command->add_option("--idempotency-key", options->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [options](CommandContext& context) { return publish(context, options->directory, options->key); });
}

}  // namespace whistle::tools
