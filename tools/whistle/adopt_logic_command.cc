#include <limits>
#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/privacy_act.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct AdoptFlags {
  std::uint32_t logic = 0;
  std::string key;
};

Result<ExitCode> adopt(CommandContext& context, const AdoptFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto accepted =
      (*session)->act(adoption_of(flags.logic), {.key = flags.key.empty() ? make_key() : flags.key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
  } else {
    print_adopted(context.console, context.language, *accepted);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_adopt_logic_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<AdoptFlags>();
  auto* command = line.add(line.root(), "adopt-logic", help(phrases::kAdoptLogicHelp));
  command->add_option("logic", flags->logic, help(phrases::kAdoptLogicNumberHelp))
      ->required()
      ->check(CLI::Range(1U, std::numeric_limits<std::uint32_t>::max()).description(""))
      ->type_name("N");
  command->add_option("--idempotency-key", flags->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) { return adopt(context, *flags); });
}

}  // namespace whistle::tools
