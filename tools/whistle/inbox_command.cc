#include <algorithm>
#include <limits>
#include <memory>

#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/ticket_view.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kInboxTicketsMax = 10'000;

struct InboxOptions {
  std::string party;
  std::string grid;
  std::vector<std::string> states;
  bool all = false;
  bool mine = false;
  bool appealed = false;
  std::size_t limit = 0;  // 0: all
};

Result<v1::ListTickets> question_of(const EngineSession& session, const InboxOptions& options) {
  v1::ListTickets question;
  question.set_lead(options.party);
  question.set_grid(options.grid);
  const bool own = options.party.empty() && options.grid.empty() && !options.all && !options.appealed;
  if (own || options.mine) question.set_member(own_member(session));
  question.set_in_hand(options.mine);
  question.set_appealed(options.appealed);
  for (const auto& word : options.states) {
    v1::TicketState state{};
    if (!parse_machine_word(word, state)) {
      return usage_failure(worded(session.language(), phrases::kBadOption, {"--state", word}),
                           worded(session.language(), phrases::kOneOf,
                                  {"awaiting_approval, dispatched, acknowledged, on_site, return_requested, "
                                   "in_consult, on_hold, verifying, "
                                   "closed, rejected"}));
    }
    question.add_states(state);
  }
  return question;
}

void sort_by_due(std::vector<v1::Ticket>& tickets, const std::string& party) {
  const auto due = [&](const v1::Ticket& ticket) {
    const auto* clock = next_clock(ticket.record(), party);
    return clock == nullptr ? std::numeric_limits<std::int64_t>::max() : clock->due_us();
  };
  std::sort(tickets.begin(), tickets.end(), [&](const v1::Ticket& a, const v1::Ticket& b) {
    return std::pair(due(a), a.record().id()) < std::pair(due(b), b.record().id());
  });
}

std::vector<Cell> row_of(const EngineSession& session, const v1::Ticket& ticket, const std::string& party) {
  const auto language = session.language();
  const auto now = session.now();
  const auto* clock = next_clock(ticket.record(), party);
  Cell due{"–"};
  Cell left;
  Cell what;
  if (clock != nullptr) {
    const bool late = overdue(*clock, now);
    const auto colour = late ? Colour::Red : clock->phase() == v1::CLOCK_PHASE_WARNED ? Colour::Yellow : Colour::None;
    due = {session.time().minute_text({clock->due_us()}, now), colour};
    left = {due_words(language, {clock->due_us()}, now), colour};
    what = {std::string(words_for(language, clock->name().kind()))};
  }
  return {{ticket.number(), Colour::Bold},
          {std::string(words_for(language, ticket.record().state()))},
          what,
          due,
          left,
          marks_cell(language, ticket, party, now),
          {std::string(name_in(language, ticket.category_name_zh(), ticket.category_name_en()))},
          {std::string(name_in(language, ticket.place_name_zh(), ticket.place_name_en()))}};
}

Result<ExitCode> inbox(CommandContext& context, const InboxOptions& options) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  auto question = question_of(**session, options);
  if (!question) return tl::unexpected(question.error());
  auto tickets = list_all_tickets(**session, *question, kInboxTicketsMax);
  if (!tickets) return tl::unexpected(tickets.error());
  const auto& party = options.party.empty() ? (*session)->status().party() : options.party;
  sort_by_due(*tickets, party);
  const auto all = tickets->size();
  if (options.limit > 0 && tickets->size() > options.limit) tickets->resize(options.limit);
  auto& console = context.console;
  if (context.json) {
    for (const auto& ticket : *tickets)
      console.out << json_text(ticket) << '\n';
    return ExitCode::Ok;
  }
  const auto head = [&](const Phrase& what) { return std::string(phrase(context.language, what)); };
  TextTable table({head(phrases::kHeadTicket), head(phrases::kHeadState), head(phrases::kHeadNext),
                   head(phrases::kHeadDue), head(phrases::kHeadLeft), head(phrases::kHeadMarks),
                   head(phrases::kHeadCategory), head(phrases::kHeadPlace)});
  for (const auto& ticket : *tickets)
    table.add(row_of(**session, ticket, party));
  if (table.empty()) {
    console.out << phrase(context.language, phrases::kInboxEmpty) << '\n';
    return ExitCode::Ok;
  }
  table.print(console);
  console.out << worded(context.language, phrases::kInboxCount, {std::to_string(tickets->size()), std::to_string(all)})
              << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_inbox_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto options = std::make_shared<InboxOptions>();
  auto* command = line.add(line.root(), "inbox", phrase(language, phrases::kInboxHelp));
  command->add_option("--party", options->party, help(phrases::kInboxPartyHelp))->type_name(help(phrases::kTextType));
  command->add_option("--grid", options->grid, help(phrases::kInboxGridHelp))->type_name(help(phrases::kTextType));
  command->add_option("--state", options->states, help(phrases::kInboxStateHelp))
      ->delimiter(',')
      ->type_name(help(phrases::kTextType));
  auto* mine = command->add_flag("--mine", options->mine, help(phrases::kInboxMineHelp));
  command->add_flag("--all", options->all, help(phrases::kInboxAllHelp))->excludes(mine);
  command->add_flag("--appealed", options->appealed, help(phrases::kInboxAppealedHelp))->excludes(mine);
  command->add_option("-n,--limit", options->limit, help(phrases::kInboxLimitHelp))->type_name("N");
  line.runs(command, [options](CommandContext& context) { return inbox(context, *options); });
}

}  // namespace whistle::tools
