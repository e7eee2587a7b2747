#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/privacy_act.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct RevealFlags {
  std::string ticket;
  std::string reason;
  std::string key;
};

Result<ExitCode> reveal(CommandContext& context, const RevealFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto ticket = find_ticket(**session, flags.ticket);
  if (!ticket) return tl::unexpected(ticket.error());
  const auto accepted = (*session)->act(reveal_of(*ticket, flags.reason),
                                        {.key = flags.key.empty() ? make_key() : flags.key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
  } else {
    print_revealed(context.console, context.language, flags.ticket, *accepted);
  }
  return ExitCode::Ok;
}

}  // namespace

// Without --acted-at: it is read when the engine tells it.
void add_reveal_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<RevealFlags>();
  auto* command = line.add(line.root(), "reveal", help(phrases::kRevealHelp));
  command->add_option("ticket", flags->ticket, help(phrases::kTicketHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  command->add_option("-r,--reason", flags->reason, help(phrases::kRevealReasonHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  command->add_option("--idempotency-key", flags->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) { return reveal(context, *flags); });
}

}  // namespace whistle::tools
