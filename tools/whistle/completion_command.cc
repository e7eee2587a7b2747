#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/completion_script.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

void add_completion_command(CommandLine& line) {
  auto shell = std::make_shared<std::string>();
  auto* command = line.add(line.root(), "completion", phrase(line.language(), phrases::kCompletionHelp));
  command->add_option("shell", *shell, std::string(phrase(line.language(), phrases::kCompletionShellHelp)))
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}).description(""))
      ->type_name("bash|zsh");
  line.runs(command, [shell, &line](CommandContext& context) -> Result<ExitCode> {
    context.console.out << (*shell == "bash" ? bash_completion(line.root()) : zsh_completion(line.root()));
    return ExitCode::Ok;
  });
}

}  // namespace whistle::tools
