// The tree of commands. Each command's file adds itself to it:
//
//   void add_ack_command(CommandLine& line) {
//     auto options = std::make_shared<AckOptions>();
//     auto* command = line.add(line.root(), "ack", phrase(line.language(), phrases::kAckHelp));
//     command->add_option("ticket", options->tickets, ...)->required();
//     line.runs(command, [options](CommandContext& context) { return acknowledge(context, *options); });
//   }
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "tools/whistle/command_context.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/settings.h"

namespace whistle::tools {

// Prints its answer. A failure is worded and printed by the caller.
using Command = std::function<Result<ExitCode>(CommandContext&)>;

// Whether a command can tell its answer as a table for spreadsheets.
enum class Tables { None, Csv };

// Use from one thread, from building to parsing.
class CommandLine {
 public:
  // Texts of help come in `language`.
  explicit CommandLine(Language language);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] CLI::App& root() { return app_; }
  // A command under `parent`. The tree owns it.
  CLI::App* add(CLI::App& parent, const std::string& name, std::string_view help);
  // What to do when `command` is the one that was typed.
  void runs(CLI::App* command, Command run, Tables tables = Tables::None);

  // Of the root's options, after parsing.
  [[nodiscard]] const SettingsLayer& flags() const { return flags_; }
  [[nodiscard]] const std::string& config_file() const { return config_file_; }
  // After parsing; empty: none was typed.
  [[nodiscard]] const Command& chosen() const { return chosen_; }
  [[nodiscard]] Tables chosen_tables() const { return chosen_tables_; }

 private:
  void add_common_options();

  Language language_;
  CLI::App app_;
  SettingsLayer flags_;
  std::string config_file_;
  Command chosen_;
  Tables chosen_tables_ = Tables::None;
};

}  // namespace whistle::tools
