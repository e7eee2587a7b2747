// `whistle explain`: why a ticket is where it is.
#include <memory>

#include <boost/json.hpp>

#include "tools/whistle/commands.h"
#include "tools/whistle/explanation.h"
#include "tools/whistle/explanation_text.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/ticket_rules.h"
#include "tools/whistle/timeline.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_explanation.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

void print_json(CommandContext& context, const EngineSession& session, const v1::Ticket& ticket,
                const Explanation& explanation) {
  boost::json::object object;
  object["ticket"] = ticket.record().id();
  object["number"] = ticket.number();
  for (auto& [key, value] : explanation_json(session.time(), explanation))
    object[key] = std::move(value);
  context.console.out << boost::json::serialize(object) << '\n';
}

Result<void> print_text(CommandContext& context, EngineSession& session, const v1::Ticket& ticket,
                        const Explanation& explanation) {
  auto names = session.names();
  if (!names) return tl::unexpected(names.error());
  const Telling telling{context.language, **names, session.time(), session.now()};
  auto& console = context.console;
  console.out << console.paint(Colour::Bold, ticket.number()) << "  id:" << ticket.record().id() << "  "
              << words_for(context.language, ticket.record().state()) << "\n\n";
  print_explanation(console, telling, explanation);
  return {};
}

Result<ExitCode> explain_ticket(CommandContext& context, const std::string& named) {
  auto opened = open_session(context.settings, context.console.environment, context.language);
  if (!opened) return tl::unexpected(opened.error());
  auto& session = **opened;
  const auto ticket = fetch_ticket(session, named);
  if (!ticket) return tl::unexpected(ticket.error());
  const auto timeline = fetch_timeline(session, ticket->record().id(), ticket->record().last_entry());
  if (!timeline) return tl::unexpected(timeline.error());
  if (!timeline->complete) {
    return tl::unexpected(Failure{
        ExitCode::Refused, "refused", std::string(phrase(context.language, phrases::kEntriesIncomplete)), {}, {}});
  }
  const auto rules = fetch_rules(session, timeline->entries);
  if (!rules) return tl::unexpected(rules.error());
  const auto explanation = explain(
      timeline->entries, [&](std::uint64_t publication) -> const engine::Ruleset& { return *rules->at(publication); });
  if (context.json) {
    print_json(context, session, *ticket, explanation);
  } else if (const auto printed = print_text(context, session, *ticket, explanation); !printed) {
    return tl::unexpected(printed.error());
  }
  return explanation.disagreements.empty() ? ExitCode::Ok : ExitCode::Refused;
}

}  // namespace

void add_explain_command(CommandLine& line) {
  auto named = std::make_shared<std::string>();
  auto* command = line.add(line.root(), "explain", phrase(line.language(), phrases::kExplainHelp));
  command->add_option("ticket", *named, std::string(phrase(line.language(), phrases::kTicketHelp)))
      ->required()
      ->type_name(std::string(phrase(line.language(), phrases::kTextType)));
  line.runs(command, [named](CommandContext& context) { return explain_ticket(context, *named); });
}

}  // namespace whistle::tools
