#include "tools/whistle/cli.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/district/names.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/display_width.h"
#include "tools/whistle/file_commands.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/offline_commands.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

// Help is worded before the command line is parsed, so the option is looked for by hand.
Language language_for_help(const std::vector<std::string>& arguments, const Environment& environment) {
  std::string word = "auto";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) word = arguments[i + 1];
    if (arguments[i].starts_with("--lang=")) word = arguments[i].substr(std::string_view("--lang=").size());
  }
  return language_of(word, environment).value_or(Language::English);
}

// The same for programs, whose mistakes are told in JSON too.
bool wants_json(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-ojson" || arguments[i] == "--output=json") return true;
    const bool option = arguments[i] == "-o" || arguments[i] == "--output";
    if (option && i + 1 < arguments.size() && arguments[i + 1] == "json") return true;
  }
  return false;
}

// The command that was typed, as far as it was understood: what `--help` has to be asked of.
std::string typed_command(const CLI::App& root) {
  std::string text = "whistle";
  const auto* app = &root;
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    text += ' ' + app->get_name();
  }
  return text;
}

std::string nearest_command(const CLI::App& root, const CLI::ParseError& error) {
  const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&error);
  if (extras == nullptr) return {};
  const auto rest = root.remaining(/*recurse=*/true);
  const auto* app = &root;
  while (!app->get_subcommands().empty())
    app = app->get_subcommands().front();
  if (rest.empty()) return {};
  std::vector<std::string> names;
  for (const auto* command : app->get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  for (const auto* option : app->get_options()) {
    for (const auto& name : option->get_lnames())
      names.push_back("--" + name);
  }
  return adapters::district::nearest_name(rest.front(), names);
}

Failure usage_of(const CommandLine& line, CLI::App& root, const CLI::ParseError& error) {
  const auto near = nearest_command(root, error);
  const auto typed = typed_command(root);
  return {ExitCode::Usage, "usage", worded(line.language(), phrases::kUsage, {error.what()}),
          near.empty() ? worded(line.language(), phrases::kUsageHint, {typed})
                       : worded(line.language(), phrases::kUsageNear, {near, typed}),
          std::nullopt};
}

Result<SettingsLayer> all_settings(const CommandLine& line, const Environment& environment) {
  auto path = std::filesystem::path(line.config_file());
  std::error_code ignored;
  if (!path.empty() && !std::filesystem::exists(path, ignored)) {
    return file_failure(worded(line.language(), phrases::kCannotRead, {path.string()}));
  }
  if (path.empty()) {
    path = config_directory(environment);
    if (!path.empty()) path /= "config.toml";
  }
  auto file = settings_of_file(path, line.language());
  if (!file) return file;
  return combined(line.flags(), combined(settings_of_environment(environment), *file));
}

int exit_code(ExitCode code) {
  return static_cast<int>(code);
}

int run_chosen(CommandLine& line, Console& console) {
  auto settings = all_settings(line, console.environment);
  const bool json_flag = line.flags().output == "json";
  if (!settings) {
    report_failure(console, line.language(), json_flag, settings.error());
    return exit_code(settings.error().exit);
  }
  const auto language = language_of(settings->language.value_or("auto"), console.environment).value_or(line.language());
  if (settings->output == "csv" && line.chosen_tables() == Tables::None) {
    report_failure(console, language, /*json=*/false, usage_failure(worded(language, phrases::kNoCsv, {})).value());
    return exit_code(ExitCode::Usage);
  }
  CommandContext context{console, language, settings->output == "json", settings->output == "csv", *settings};
  const auto done = line.chosen()(context);
  console.out.flush();
  if (done && !console.out) {
    report_failure(console, language, /*json=*/false,
                   file_failure(std::string(phrase(language, phrases::kOutputLost))).value());
    return exit_code(ExitCode::LocalFile);
  }
  if (done) return exit_code(*done);
  report_failure(console, language, context.json, done.error());
  return exit_code(done.error().exit);
}

}  // namespace

void add_commands(CommandLine& line) {
  add_blow_command(line);
  add_inbox_command(line);
  add_show_command(line);
  add_explain_command(line);
  add_ack_command(line);
  add_arrive_command(line);
  add_resolve_command(line);
  add_confirm_command(line);
  add_withdraw_command(line);
  add_progress_command(line);
  add_dispute_command(line);
  add_reassign_command(line);
  add_amend_command(line);
  add_split_command(line);
  add_urge_command(line);
  add_contact_command(line);
  add_reveal_command(line);
  add_attach_command(line);
  add_fetch_command(line);
  add_finish_command(line);
  add_release_command(line);
  add_return_command(line);
  add_hold_command(line);
  add_resume_command(line);
  add_extend_command(line);
  add_decide_command(line);
  add_consult_command(line);
  add_rule_command(line);
  add_verify_command(line);
  add_up_command(line);
  add_score_command(line);
  add_appeal_command(line);
  add_review_command(line);
  add_supervise_command(line);
  add_force_close_command(line);
  add_reopen_command(line);
  add_link_command(line);
  add_unlink_command(line);
  add_erase_command(line);
  add_hand_over_command(line);
  add_absent_command(line);
  add_back_command(line);
  add_watch_command(line);
  add_status_command(line);
  add_report_command(line);
  add_reconcile_command(line);
  add_export_command(line);
  add_import_command(line);
  add_audit_command(line);
  auto* district = line.add(line.root(), "district", phrase(line.language(), phrases::kDistrictHelp));
  district->require_subcommand(1);
  add_publish_command(line, *district);
  add_district_check_command(line, *district);
  add_district_test_command(line, *district);
  add_district_show_command(line, *district);
  add_district_diff_command(line, *district);
  add_submission_commands(line, *district);
  add_withdraw_rules_command(line, *district);
  add_rebase_command(line, *district);
  add_route_command(line);
  add_adopt_logic_command(line);
  add_identity_command(line);
  add_token_command(line);
  add_keygen_command(line);
  add_completion_command(line);
}

int run_whistle(const std::vector<std::string>& arguments, Console& console) {
  CommandLine line(language_for_help(arguments, console.environment));
  add_commands(line);
  auto& root = line.root();
  try {
    // CLI11 takes them from the end.
    root.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& success) {
    return root.exit(success, console.out, console.err);
  } catch (const CLI::ParseError& error) {
    const auto failure = usage_of(line, root, error);
    report_failure(console, line.language(), wants_json(arguments), failure);
    return exit_code(failure.exit);
  }
  if (!line.chosen()) {
    console.err << root.help();
    return exit_code(ExitCode::Usage);
  }
  return run_chosen(line, console);
}

void report_failure(Console& console, Language language, bool json, const Failure& failure) {
  if (json) {
    boost::json::object error;
    error["kind"] = failure.word;
    error["message"] = failure.message;
    if (!failure.hint.empty()) error["hint"] = failure.hint;
    if (failure.refusal) error["refusal"] = boost::json::parse(json_text_of_refusal(*failure.refusal));
    boost::json::object object;
    object["error"] = std::move(error);
    console.out << boost::json::serialize(object) << '\n';
    console.out.flush();
    return;
  }
  console.err << "whistle: " << failure.message << '\n';
  if (!failure.hint.empty()) console.err << "  " << worded(language, phrases::kNextStep, {failure.hint}) << '\n';
  console.err.flush();
}

}  // namespace whistle::tools
