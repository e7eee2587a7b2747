#include <memory>
#include <vector>

#include "tools/whistle/blow_stream.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kPage = 500;
constexpr std::size_t kRebasesInFlight = 64;

// What a rebase would mean, of every ticket that is pinned to other rules than those in force.
struct Preview {
  std::uint64_t tickets = 0;
  std::uint64_t other_lead = 0;
  std::uint64_t other_dues = 0;
  std::uint64_t refused = 0;
  std::vector<v1::RebasePreview> differ;  // in one of the three
  std::vector<std::uint64_t> all;
};

void count(const v1::RebasePreview& ticket, Preview& preview) {
  const bool other_lead = ticket.lead_pinned() != ticket.lead_newest();
  const bool refused = ticket.refused() != v1::REFUSAL_CODE_UNSPECIFIED;
  ++preview.tickets;
  preview.other_lead += other_lead ? 1 : 0;
  preview.other_dues += ticket.dues_size() > 0 ? 1 : 0;
  preview.refused += refused ? 1 : 0;
  if (other_lead || refused || ticket.dues_size() > 0) preview.differ.push_back(ticket);
  preview.all.push_back(ticket.ticket());
}

Result<Preview> preview_all(EngineSession& session) {
  Preview preview;
  std::uint64_t after = 0;
  for (bool more = true; more;) {
    v1::Request request;
    request.mutable_preview_rebase()->set_after(after);
    request.mutable_preview_rebase()->set_limit(kPage);
    const auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    for (const auto& ticket : reply->preview_rebase().tickets())
      count(ticket, preview);
    after = reply->preview_rebase().cursor();
    more = reply->preview_rebase().more();
  }
  return preview;
}

std::string due_words(const EngineSession& session, const v1::RebasePreview& ticket) {
  const auto language = session.language();
  const auto due = [&](std::int64_t us) {
    return us == 0 ? std::string(phrase(language, phrases::kNoLimit)) : session.time().minute_text({us}, session.now());
  };
  std::string text;
  for (const auto& change : ticket.dues()) {
    text = listed(language, {text, std::string(words_for(language, change.kind())) + " " + due(change.pinned_us()) +
                                       " → " + due(change.newest_us())});
  }
  return text;
}

std::string lead_words(EngineSession& session, const v1::RebasePreview& ticket) {
  const auto language = session.language();
  const auto& names = session.names_or_codes();
  auto pinned = names.party(language, ticket.lead_pinned());
  if (ticket.lead_pinned() == ticket.lead_newest()) return pinned;
  return pinned + " → " + names.party(language, ticket.lead_newest());
}

void print_preview(Console& console, EngineSession& session, const Preview& preview) {
  const auto language = session.language();
  const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  TextTable table({head(phrases::kHeadTicket), head(phrases::kHeadRoutedTo), head(phrases::kHeadLimits)});
  for (const auto& ticket : preview.differ) {
    v1::Refusal refusal;
    refusal.set_code(ticket.refused());
    const bool refused = ticket.refused() != v1::REFUSAL_CODE_UNSPECIFIED;
    table.add(
        {{ticket.number(), Colour::Bold},
         {lead_words(session, ticket)},
         {refused ? head(phrases::kCannotRebase) : due_words(session, ticket), refused ? Colour::Red : Colour::None}});
  }
  if (!table.empty()) table.print(console);
  console.out << worded(language, phrases::kRebaseCounts,
                        {std::to_string(preview.tickets), std::to_string(preview.other_lead),
                         std::to_string(preview.other_dues), std::to_string(preview.refused)})
              << '\n';
}

// The key says which ticket and which rules, so that a rebase that was interrupted can be asked for again.
Result<ExitCode> rebase_all(CommandContext& context, EngineSession& session, const Preview& preview) {
  const InterruptWatch interrupts;
  const auto prefix = "rebase-" + std::to_string(session.status().ruleset()) + "-";
  std::size_t next = 0;
  const auto source = [&]() -> std::optional<tl::expected<Blowing, adapters::district::StreamFault>> {
    if (next == preview.all.size()) return std::nullopt;
    const auto ticket = preview.all[next++];
    Blowing one{static_cast<std::uint32_t>(next), prefix + std::to_string(ticket), {}};
    one.command.mutable_rebase_ticket()->set_ticket(ticket);
    return one;
  };
  BlowStream stream(session, kRebasesInFlight);
  const auto tally = stream.run(source, [&](const Blown& told) {
    if (const auto* refusal = std::get_if<v1::Refusal>(&told.outcome)) {
      if (context.json) {
        context.console.out << json_text_of_refusal(*refusal) << '\n';
      } else {
        context.console.err << "id:" << preview.all[told.line - 1] << "  "
                            << word_refusal(context.language, *refusal).message << '\n';
      }
    } else if (context.json) {
      context.console.out << json_text(std::get<v1::Accepted>(told.outcome)) << '\n';
    }
  });
  if (!tally) return tl::unexpected(tally.error());
  if (!context.json) {
    context.console.out << worded(context.language, phrases::kRebased,
                                  {std::to_string(tally->accepted), std::to_string(tally->refused)})
                        << '\n';
  }
  if (tally->interrupted) return ExitCode::Interrupted;
  return tally->refused == 0 ? ExitCode::Ok : ExitCode::Refused;
}

Result<ExitCode> rebase(CommandContext& context, bool yes) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto preview = preview_all(**session);
  if (!preview) return tl::unexpected(preview.error());
  if (yes) return rebase_all(context, **session, *preview);
  if (context.json) {
    for (const auto& ticket : preview->differ)
      context.console.out << json_text(ticket) << '\n';
    return ExitCode::Ok;
  }
  print_preview(context.console, **session, *preview);
  if (preview->tickets > 0) context.console.out << phrase(context.language, phrases::kRebaseNext) << '\n';
  return ExitCode::Ok;
}

}  // namespace

void add_rebase_command(CommandLine& line, CLI::App& district) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto yes = std::make_shared<bool>(false);
  auto* command = line.add(district, "rebase", help(phrases::kRebaseHelp));
  command->add_flag("-y,--yes", *yes, help(phrases::kRebaseYesHelp));
  line.runs(command, [yes](CommandContext& context) { return rebase(context, *yes); });
}

}  // namespace whistle::tools
