// Help in two languages, in columns that line up with Chinese in them.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/whistle/language.h"

namespace whistle::tools {

class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(Language language);

  std::string make_group(std::string group, bool is_positional, std::vector<const CLI::Option*> options) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override;
  std::string make_subcommand(const CLI::App* command) const override;
};

}  // namespace whistle::tools
