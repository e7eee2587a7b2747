#include "tools/whistle/command_line.h"

#include <memory>
#include <utility>

#include "tools/whistle/help_formatter.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

CommandLine::CommandLine(Language language)
    : language_(language), app_(std::string(phrase(language, phrases::kProgramHelp)), "whistle") {
  app_.formatter(std::make_shared<HelpFormatter>(language));
  app_.set_help_flag("-h,--help", std::string(phrase(language, phrases::kHelpOptionHelp)));
  app_.fallthrough();
  app_.require_subcommand(0, 1);
  app_.footer(std::string(phrase(language, phrases::kProgramFooter)));
  add_common_options();
}

CLI::App* CommandLine::add(CLI::App& parent, const std::string& name, std::string_view help) {
  auto* command = parent.add_subcommand(name, std::string(help));
  command->footer(std::string(phrase(language_, phrases::kCommandFooter)));
  return command;
}

void CommandLine::runs(CLI::App* command, Command run, Tables tables) {
  command->callback([this, run = std::move(run), tables] {
    chosen_ = run;
    chosen_tables_ = tables;
  });
}

void CommandLine::add_common_options() {
  const auto help = [this](const Phrase& what) { return std::string(phrase(language_, what)); };
  const auto text = [&](const std::string& names, std::optional<std::string>& value, const Phrase& what) {
    return app_.add_option(names, value, help(what))->type_name(help(phrases::kTextType));
  };
  text("--server", flags_.server, phrases::kServerOptionHelp);
  text("--server-key", flags_.server_key, phrases::kServerKeyOptionHelp);
  text("--key", flags_.key, phrases::kKeyOptionHelp);
  text("--feed", flags_.feed, phrases::kFeedOptionHelp);
  text("--data", flags_.data, phrases::kDataOptionHelp);
  app_.add_flag_callback(
      "--plain", [this] { flags_.plain = true; }, help(phrases::kPlainOptionHelp));
  text("--as", flags_.as_member, phrases::kAsOptionHelp);
  text("--token", flags_.token, phrases::kTokenOptionHelp);
  text("--acting-for", flags_.acting_for, phrases::kActingForOptionHelp);
  app_.add_option("--timeout", flags_.timeout_seconds, help(phrases::kTimeoutOptionHelp))
      ->check(CLI::Range(1U, kTimeoutSecondsMax).description(""))
      ->type_name("1-3600");
  text("--lang", flags_.language, phrases::kLanguageOptionHelp)
      ->check(CLI::IsMember({"zh", "en", "auto"}).description(""))
      ->type_name("zh|en|auto");
  text("-o,--output", flags_.output, phrases::kOutputOptionHelp)
      ->check(CLI::IsMember({"text", "json", "csv"}).description(""))
      ->type_name("text|json|csv");
  app_.add_option("--config", config_file_, help(phrases::kConfigOptionHelp))->type_name(help(phrases::kTextType));
}

}  // namespace whistle::tools
