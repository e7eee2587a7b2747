#include <algorithm>
#include <memory>
#include <vector>

#include "tools/whistle/act_command.h"
#include "tools/whistle/blow_stream.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/interrupt.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

constexpr Phrase kWhatToKnow{"要交代的话", "What the colleague should know"};
constexpr std::size_t kTicketsMax = 10'000;
constexpr std::size_t kHandOversInFlight = 64;

struct HandOverFlags {
  ActFlags act;
  std::string to;
  std::string note;
  bool all = false;
};

v1::Command act_of(const HandOverFlags& flags, std::uint64_t ticket) {
  v1::Command act;
  auto& over = *act.mutable_hand_over_duty();
  over.set_ticket(ticket);
  over.set_member(flags.to);
  if (!flags.note.empty()) over.mutable_personal()->set_text(flags.note);
  return act;
}

// What the sender itself has in hand; what nobody has is its party's, and not the sender's to give.
Result<std::vector<v1::Ticket>> in_own_hand(EngineSession& session) {
  const auto& acting_for = session.settings().acting_for;
  const auto member = acting_for ? acting_for->member() : own_member(session);
  v1::ListTickets question;
  question.set_member(member);
  question.set_in_hand(true);
  auto tickets = list_all_tickets(session, std::move(question), kTicketsMax);
  if (!tickets) return tickets;
  std::erase_if(*tickets, [&](const v1::Ticket& ticket) {
    const auto& parts = ticket.record().parts();
    return std::none_of(parts.begin(), parts.end(), [&](const v1::PartRecord& part) {
      return part.member() == member && part.state() != v1::PART_STATE_RELEASED;
    });
  });
  return tickets;
}

// Each under a key of its own: interrupted, it is simply asked for again, and what has gone over is in hand no more.
Result<ExitCode> hand_all_over(CommandContext& context, const HandOverFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto tickets = in_own_hand(**session);
  if (!tickets) return tl::unexpected(tickets.error());
  if (tickets->empty() && !context.json) {
    context.console.out << phrase(context.language, phrases::kNothingInHand) << '\n';
    return ExitCode::Ok;
  }
  const InterruptWatch interrupts;
  std::size_t next = 0;
  const auto source = [&]() -> std::optional<tl::expected<Blowing, adapters::district::StreamFault>> {
    if (next == tickets->size()) return std::nullopt;
    const auto ticket = (*tickets)[next++].record().id();
    return Blowing{static_cast<std::uint32_t>(next), make_key(), act_of(flags, ticket)};
  };
  BlowStream stream(**session, kHandOversInFlight);
  const auto tally = stream.run(source, [&](const Blown& told) {
    const auto* refusal = std::get_if<v1::Refusal>(&told.outcome);
    if (context.json) {
      context.console.out << (refusal != nullptr ? json_text_of_refusal(*refusal)
                                                 : json_text(std::get<v1::Accepted>(told.outcome)))
                          << '\n';
    } else if (refusal != nullptr) {
      context.console.err << (*tickets)[told.line - 1].number() << "  "
                          << word_refusal(context.language, *refusal).message << '\n';
    } else {
      context.console.out << context.console.paint(Colour::Green, "✓") << ' ' << (*tickets)[told.line - 1].number()
                          << '\n';
    }
  });
  if (!tally) return tl::unexpected(tally.error());
  if (!context.json) {
    context.console.out << worded(context.language, phrases::kHandedOver,
                                  {std::to_string(tally->accepted), std::to_string(tally->refused)})
                        << '\n';
  }
  if (tally->interrupted) return ExitCode::Interrupted;
  return tally->refused == 0 ? ExitCode::Ok : ExitCode::Refused;
}

Result<ExitCode> hand_over(CommandContext& context, const HandOverFlags& flags) {
  if (flags.all != flags.act.tickets.empty())
    return usage_failure(std::string(phrase(context.language, phrases::kHandOverWhat)));
  if (flags.all) return hand_all_over(context, flags);
  return act_on_tickets(context, flags.act, [&](std::uint64_t ticket) { return act_of(flags, ticket); });
}

}  // namespace

void add_hand_over_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<HandOverFlags>();
  auto* command = line.add(line.root(), "hand-over", phrase(language, phrases::kHandOverHelp));
  add_act_flags(*command, flags->act, language, /*several=*/true);
  command->get_option("ticket")->required(false);
  command->add_option("--to", flags->to, help(phrases::kHandOverToHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_flag("--all", flags->all, help(phrases::kHandOverAllHelp));
  command->add_option("-n,--note", flags->note, help(kWhatToKnow))->type_name(help(phrases::kTextType));
  line.runs(command, [flags](CommandContext& context) { return hand_over(context, *flags); });
}

}  // namespace whistle::tools
