#include <memory>
#include <vector>

#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/privacy_act.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct EraseFlags {
  std::string ticket;
  std::string reference;
  std::string key;
  bool yes = false;
};

// Reporter, address and point went over when a ticket was split, under the other's own key. What the asker cannot look
// at is named too: better one too many than one forgotten.
std::vector<std::uint64_t> copies_of(EngineSession& session, const v1::TicketRecord& record) {
  std::vector<std::uint64_t> others(record.split_into().begin(), record.split_into().end());
  if (record.split_from() != 0) others.insert(others.begin(), record.split_from());
  std::erase_if(others, [&](std::uint64_t other) {
    const auto ticket = fetch_ticket(session, "id:" + std::to_string(other));
    return ticket && ticket->has_erasure();
  });
  return others;
}

Result<ExitCode> erase(CommandContext& context, const EraseFlags& flags) {
  auto opened = open_session(context.settings, context.console.environment, context.language);
  if (!opened) return tl::unexpected(opened.error());
  auto& session = **opened;
  const auto ticket = fetch_ticket(session, flags.ticket);
  if (!ticket) return tl::unexpected(ticket.error());
  const auto copies = copies_of(session, ticket->record());
  auto& console = context.console;
  const Telling telling{context.language, session.names_or_codes(), session.time(), session.now()};
  if (!flags.yes) {
    if (context.json) {
      print_erasure_preview_json(console, *ticket, copies);
    } else {
      print_erasure_preview(console, telling, *ticket, copies);
    }
    return ExitCode::Ok;
  }
  const auto accepted = session.act(erasure_of(ticket->record().id(), flags.reference),
                                    {.key = flags.key.empty() ? make_key() : flags.key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    console.out << json_text(*accepted) << '\n';
  } else {
    print_erased(console, telling, *ticket, copies, *accepted);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_erase_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<EraseFlags>();
  auto* command = line.add(line.root(), "erase", help(phrases::kEraseHelp));
  command->add_option("ticket", flags->ticket, help(phrases::kTicketHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  command->add_option("-r,--reference", flags->reference, help(phrases::kEraseReferenceHelp))
      ->required()
      ->type_name(help(phrases::kTextType));
  command->add_flag("-y,--yes", flags->yes, help(phrases::kEraseYesHelp));
  command->add_option("--idempotency-key", flags->key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) { return erase(context, *flags); });
}

}  // namespace whistle::tools
