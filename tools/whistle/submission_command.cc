// `whistle district submit`, `submissions` and `fetch`: rules that somebody wants, on their way to whoever has to
// agree.
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/whistle/aside_file.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/directory_upload.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ruleset_hash.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_submission.h"

namespace whistle::tools {

namespace {

struct SubmitOptions {
  std::string directory;
  std::vector<std::string> removed;
  std::string key;
};

Result<v1::Command> submission_of(const SubmitOptions& options, Language language) {
  // A part of a directory cannot be checked by itself.
  auto files = directory_upload(options.directory, language, /*hint=*/{});
  if (!files) return tl::unexpected(files.error());
  v1::Command command;
  auto& submit = *command.mutable_submit_ruleset();
  *submit.mutable_files() = *std::move(files);
  for (const auto& path : options.removed)
    submit.add_removed(path);
  return command;
}

Result<ExitCode> submit(CommandContext& context, const SubmitOptions& options) {
  auto command = submission_of(options, context.language);
  if (!command) return tl::unexpected(command.error());
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  // What is handed in was made from the rules that are in force now, and from no others.
  command->mutable_submit_ruleset()->set_base_sha256((*session)->status().ruleset_sha256());
  auto accepted =
      (*session)->act(*std::move(command), {.key = options.key.empty() ? make_key() : options.key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  auto& out = context.console.out;
  if (context.json) {
    out << json_text(*accepted) << '\n';
    return ExitCode::Ok;
  }
  const DistrictNames codes{v1::GetDistrictReply{}};
  const Telling telling{context.language, codes, (*session)->time(), (*session)->now()};
  for (const auto& event : accepted->events())
    out << event_sentence(telling, event) << '\n';
  out << phrase(context.language, phrases::kSubmitNext) << '\n';
  return ExitCode::Ok;
}

void print(CommandContext& context, const EngineSession& session, const v1::ListSubmissionsReply& list) {
  const auto word = [&](const Phrase& what) { return std::string(phrase(context.language, what)); };
  if (list.submissions().empty()) {
    context.console.out << word(phrases::kSubmissionsNone) << '\n';
    return;
  }
  TextTable table({word(phrases::kSubmissionRuleset), word(phrases::kSubmissionMember), word(phrases::kSubmissionSince),
                   word(phrases::kSubmissionStands), word(phrases::kSubmissionPaths)});
  for (const auto& row : list.submissions()) {
    std::string paths;
    for (const auto& path : row.record().paths())
      paths += (paths.empty() ? "" : " ") + path;
    const Cell stands{word(row.outdated() ? phrases::kSubmissionOutdated : phrases::kSubmissionCurrent),
                      row.outdated() ? Colour::Yellow : Colour::None};
    table.add({{ruleset_hash_text(row.record().ruleset_sha256())},
               {row.record().member()},
               {session.time().minute_text({row.record().submitted_us()}, session.now())},
               stands,
               {paths}});
  }
  table.print(context.console);
}

Result<ExitCode> list(CommandContext& context) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  v1::Request request;
  request.mutable_list_submissions();
  const auto reply = (*session)->ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  if (context.json) {
    context.console.out << json_text(reply->list_submissions()) << '\n';
  } else {
    print(context, **session, reply->list_submissions());
  }
  return ExitCode::Ok;
}

// Nothing is written over.
Result<void> write_files(const v1::GetDistrictFilesReply& ruleset, const std::filesystem::path& directory,
                         Language language) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error && !std::filesystem::is_empty(directory, error) && !error)
    return file_failure(worded(language, phrases::kFetchNotEmpty, {directory.string()}));
  if (error) return file_failure(directory.string() + ": " + error.message());
  for (const auto& file : ruleset.files()) {
    const auto path = directory / file.path();
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return file_failure(path.string() + ": " + error.message());
    if (auto written = write_new_file(language, path, file.content()); !written) return written;
  }
  return {};
}

Result<ExitCode> fetch(CommandContext& context, const std::string& directory, const std::string& hash) {
  v1::Request request;
  auto& query = *request.mutable_get_district_files();
  if (!hash.empty()) {
    auto sha256 = ruleset_hash(hash, context.language);
    if (!sha256) return tl::unexpected(sha256.error());
    query.set_ruleset_sha256(*std::move(sha256));
  }
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto reply = (*session)->ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  const auto& ruleset = reply->get_district_files();
  if (auto written = write_files(ruleset, directory, context.language); !written)
    return tl::unexpected(written.error());
  if (context.json) {
    context.console.out << json_text(ruleset) << '\n';
  } else {
    context.console.out << worded(context.language, phrases::kFetched,
                                  {std::to_string(ruleset.files_size()), directory})
                        << '\n';
  }
  return ExitCode::Ok;
}

}  // namespace

void add_submission_commands(CommandLine& line, CLI::App& district) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto submitted = std::make_shared<SubmitOptions>();
  auto* submit_command = line.add(district, "submit", help(phrases::kSubmitHelp));
  submit_command->add_option("dir", submitted->directory, help(phrases::kSubmitDirHelp))
      ->required()
      ->type_name(help(phrases::kDirType));
  submit_command->add_option("--removed", submitted->removed, help(phrases::kSubmitRemovedHelp))
      ->type_name(help(phrases::kTextType));
  submit_command->add_option("--idempotency-key", submitted->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(submit_command, [submitted](CommandContext& context) { return submit(context, *submitted); });

  line.runs(line.add(district, "submissions", help(phrases::kSubmissionsHelp)), list);

  struct FetchOptions {
    std::string directory;
    std::string hash;
  };
  auto fetched = std::make_shared<FetchOptions>();
  auto* fetch_command = line.add(district, "fetch", help(phrases::kFetchRulesHelp));
  fetch_command->add_option("dir", fetched->directory, help(phrases::kFetchDirHelp))
      ->required()
      ->type_name(help(phrases::kDirType));
  fetch_command->add_option("--ruleset", fetched->hash, help(phrases::kFetchRulesetHelp))
      ->type_name(help(phrases::kHashType));
  line.runs(fetch_command,
            [fetched](CommandContext& context) { return fetch(context, fetched->directory, fetched->hash); });
}

}  // namespace whistle::tools
