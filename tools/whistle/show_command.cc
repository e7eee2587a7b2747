#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/ticket_sheet.h"
#include "tools/whistle/timeline.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

Result<ExitCode> show(CommandContext& context, const std::string& named) {
  auto opened = open_session(context.settings, context.console.environment, context.language);
  if (!opened) return tl::unexpected(opened.error());
  auto& session = **opened;
  auto ticket = fetch_ticket(session, named);
  if (!ticket) return tl::unexpected(ticket.error());
  auto timeline = fetch_timeline(session, ticket->record().id(), ticket->record().last_entry());
  if (!timeline) return tl::unexpected(timeline.error());
  auto& console = context.console;
  if (context.json) {
    print_ticket_json(console, *ticket, *timeline);
    return ExitCode::Ok;
  }
  auto names = session.names();
  if (!names) return tl::unexpected(names.error());
  const Telling telling{context.language, **names, session.time(), session.now()};
  print_ticket(console, telling, *ticket, *timeline);
  if (!timeline->complete) console.out << phrase(context.language, phrases::kTimelineIncomplete) << '\n';
  for (const auto& entry : timeline->entries)
    print_entry(console, telling, entry, /*with_ticket=*/false);
  return ExitCode::Ok;
}

}  // namespace

void add_show_command(CommandLine& line) {
  auto named = std::make_shared<std::string>();
  auto* command = line.add(line.root(), "show", phrase(line.language(), phrases::kShowHelp));
  command->add_option("ticket", *named, std::string(phrase(line.language(), phrases::kTicketHelp)))
      ->required()
      ->type_name(std::string(phrase(line.language(), phrases::kTextType)));
  line.runs(command, [named](CommandContext& context) { return show(context, *named); });
}

}  // namespace whistle::tools
