#include <memory>
#include <string>
#include <utility>

#include "engine/hexadecimal.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_reconcile.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kReconcilePage = 1'000;

struct ReconcileOptions {
  std::string date;
  std::uint64_t before = 0;
  bool tickets = false;
};

// All pages as one reply.
Result<v1::ReconcileReply> reconcile_all(EngineSession& session, const ReconcileOptions& options) {
  v1::ReconcileReply whole;
  v1::Reconcile query;
  query.set_date(options.date);
  query.set_next_sequence(options.before);
  for (bool more = true; more;) {
    v1::Request request;
    query.set_limit(kReconcilePage);
    *request.mutable_reconcile() = query;
    auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    auto& page = *reply->mutable_reconcile();
    if (options.tickets) whole.mutable_tickets()->MergeFrom(page.tickets());
    *whole.mutable_states() = page.states();
    whole.set_next_sequence(page.next_sequence());
    more = page.more();
    query.Clear();
    query.set_cursor(page.cursor());
  }
  return whole;
}

void print(CommandContext& context, const v1::ReconcileReply& told) {
  const auto language = context.language;
  const auto word = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  if (told.tickets_size() > 0) {
    TextTable tickets(
        {word(phrases::kReconcileNumber), word(phrases::kReconcileState), word(phrases::kReconcileEntry)});
    for (const auto& ticket : told.tickets())
      tickets.add(
          {{ticket.number()}, {std::string(words_for(language, ticket.state()))}, {std::to_string(ticket.entry())}});
    tickets.print(context.console);
    context.console.out << '\n';
  }
  TextTable states({word(phrases::kReconcileState), word(phrases::kReconcileCount), word(phrases::kReconcileHash)});
  for (const auto& state : told.states())
    states.add({{std::string(words_for(language, state.state()))},
                {std::to_string(state.count())},
                {engine::hexadecimal(state.sha256())}});
  states.print(context.console);
  context.console.out << worded(language, phrases::kReconcileUntil, {std::to_string(told.next_sequence())}) << '\n';
}

Result<ExitCode> reconcile(CommandContext& context, const ReconcileOptions& options) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto told = reconcile_all(**session, options);
  if (!told) return tl::unexpected(told.error());
  if (context.json) {
    context.console.out << json_text(*told) << '\n';
  } else {
    print(context, *told);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_reconcile_command(CommandLine& line) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<ReconcileOptions>();
  auto* command = line.add(line.root(), "reconcile", help(phrases::kReconcileHelp));
  auto* date = command->add_option("--date", options->date, help(phrases::kReconcileDateHelp))->type_name("DATE");
  command->add_option("--before", options->before, help(phrases::kReconcileBeforeHelp))
      ->type_name("ENTRY")
      ->excludes(date);
  command->add_flag("--tickets", options->tickets, help(phrases::kReconcileTicketsHelp));
  line.runs(command, [options](CommandContext& context) { return reconcile(context, *options); });
}

}  // namespace whistle::tools
