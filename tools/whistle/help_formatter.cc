#include "tools/whistle/help_formatter.h"

#include <array>

#include "tools/whistle/display_width.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kNameColumns = 28;

// CLI11's own words.
struct Label {
  const char* key;
  Phrase words;
};

constexpr std::array kLabels = {Label{"Usage", {"用法", "Usage"}},
                                Label{"OPTIONS", {"选项", "OPTIONS"}},
                                Label{"SUBCOMMAND", {"命令", "COMMAND"}},
                                Label{"SUBCOMMANDS", {"命令", "COMMANDS"}},
                                Label{"Options", {"选项", "Options"}},
                                Label{"Positionals", {"参数", "Arguments"}},
                                Label{"Subcommands", {"命令", "Commands"}},
                                Label{"Choice", {"须选其一", "One of"}},
                                Label{"REQUIRED", {"（必填）", "(required)"}},
                                Label{"TEXT", {"文字", "TEXT"}},
                                Label{"UINT", {"数", "N"}}};

std::string line_of(const std::string& name, const std::string& description) {
  const auto left = "  " + name;
  const auto gap = display_width(left) + 2 > kNameColumns ? "\n" + std::string(kNameColumns, ' ') : std::string{};
  return (gap.empty() ? padded(left, kNameColumns) : left + gap) + description + "\n";
}

}  // namespace

HelpFormatter::HelpFormatter(Language language) {
  for (const auto& one : kLabels)
    label(one.key, std::string(phrase(language, one.words)));
}

std::string HelpFormatter::make_group(std::string group, bool is_positional,
                                      std::vector<const CLI::Option*> options) const {
  return Formatter::make_group(get_label(group), is_positional, std::move(options));
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  return line_of(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

// What an option needs is told when it is missing.
std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  std::string text;
  if (option->get_type_size() != 0 && !option->get_type_name().empty())
    text += " " + get_label(option->get_type_name());
  if (option->get_required()) text += " " + get_label("REQUIRED");
  return text;
}

// A choice, one of which must be said, is a subcommand without a name to CLI11.
std::string HelpFormatter::make_subcommands(const CLI::App* app, CLI::AppFormatMode) const {
  std::string text;
  for (const auto* choice : app->get_subcommands([](const CLI::App* command) { return command->get_name().empty(); })) {
    text += "\n" + get_label("Choice") + ":\n";
    for (const auto* option : choice->get_options()) {
      if (option != choice->get_help_ptr()) text += make_option(option, /*is_positional=*/false);
    }
  }
  const auto commands = app->get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
  if (commands.empty()) return text;
  text += "\n" + get_label("Subcommands") + ":\n";
  for (const auto* command : commands)
    text += make_subcommand(command);
  return text;
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  return line_of(command->get_name(), command->get_description());
}

}  // namespace whistle::tools
