#include "tools/whistle/act_command.h"

#include "adapters/district/civil_text.h"
#include "tools/whistle/cli.h"
#include "tools/whistle/evidence_act.h"
#include "tools/whistle/file_transfer.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

void print_done(CommandContext& context, EngineSession& session, const std::string& named,
                const v1::Accepted& accepted) {
  auto& console = context.console;
  if (context.json) {
    console.out << json_text(accepted) << '\n';
    return;
  }
  const Telling telling{context.language, session.names_or_codes(), session.time(), session.now()};
  console.out << console.paint(Colour::Green, "✓") << ' ' << console.paint(Colour::Bold, named) << '\n';
  for (const auto& event : accepted.events()) {
    if (const auto sentence = event_sentence(telling, event); !sentence.empty())
      console.out << "  " << sentence << '\n';
  }
}

// What the flags say, found once for all tickets.
struct ActArguments {
  std::int64_t acted_at_us = 0;
  std::int64_t until_us = 0;
  std::uint64_t other = 0;
};

using AnyActBuilder = std::function<v1::Command(std::uint64_t ticket, const ActArguments& arguments)>;

Result<v1::Accepted> act_on(EngineSession& session, Console& console, const ActFlags& flags,
                            const std::vector<LocalFile>& files, const std::string& named,
                            const ActArguments& arguments, const AnyActBuilder& build) {
  const auto ticket = find_ticket(session, named);
  if (!ticket) return tl::unexpected(ticket.error());
  // Under a key of the caller's the act may have been accepted before, and the ticket be closed since: that tells
  // itself.
  std::optional<Failure> not_put;
  for (const auto& file : files) {
    auto put = put_file(session, console, *ticket, file);
    if (put) continue;
    put.error().message = file.path + ": " + put.error().message;
    if (flags.key.empty() || !put.error().refusal) return tl::unexpected(put.error());
    not_put = put.error();
  }
  auto accepted = session.act(build(*ticket, arguments), {.key = flags.key.empty() ? make_key() : flags.key,
                                                          .acted_at_us = arguments.acted_at_us});
  if (!accepted && not_put) return tl::unexpected(*not_put);
  return accepted;
}

Result<ActArguments> arguments_of(EngineSession& session, Language language, const ActFlags& flags) {
  ActArguments arguments;
  const auto acted_at = time_in(session, language, flags.acted_at, "--acted-at");
  if (!acted_at) return tl::unexpected(acted_at.error());
  arguments.acted_at_us = *acted_at;
  const auto until = time_in(session, language, flags.until, "--until");
  if (!until) return tl::unexpected(until.error());
  arguments.until_us = *until;
  if (flags.other.empty()) return arguments;
  const auto other = find_ticket(session, flags.other);
  if (!other) return tl::unexpected(other.error());
  arguments.other = *other;
  return arguments;
}

Result<ExitCode> act_on_all(CommandContext& context, const ActFlags& flags, const std::vector<LocalFile>& files,
                            const AnyActBuilder& build) {
  const auto language = context.language;
  if (!flags.key.empty() && flags.tickets.size() > 1)
    return usage_failure(std::string(phrase(language, phrases::kOneKeyOneTicket)));
  auto session = open_session(context.settings, context.console.environment, language);
  if (!session) return tl::unexpected(session.error());
  const auto arguments = arguments_of(**session, language, flags);
  if (!arguments) return tl::unexpected(arguments.error());
  auto exit = ExitCode::Ok;
  for (const auto& named : flags.tickets) {
    auto accepted = act_on(**session, context.console, flags, files, named, *arguments, build);
    if (!accepted) {
      if (flags.tickets.size() == 1 || accepted.error().exit == ExitCode::NoAnswer)
        return tl::unexpected(accepted.error());
      accepted.error().message = named + ": " + accepted.error().message;
      report_failure(context.console, language, context.json, accepted.error());
      exit = accepted.error().exit;
      continue;
    }
    print_done(context, **session, named, *accepted);
  }
  return exit;
}

}  // namespace

Result<std::int64_t> time_in(EngineSession& session, Language language, const std::string& text, const char* option) {
  if (text.empty()) return 0;
  const auto at = session.time().parse(text, session.now());
  if (at) return at->us;
  return usage_failure(worded(language, phrases::kBadOption, {option, text}),
                       std::string(phrase(language, phrases::kTimeHint)));
}

Result<std::int64_t> day_or_time_in(EngineSession& session, Language language, const std::string& text,
                                    const char* option) {
  return time_in(session, language, adapters::district::parse_date(text) ? text + " 00:00" : text, option);
}

void add_act_flags(CLI::App& command, ActFlags& flags, Language language, bool several) {
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto* ticket = command.add_option("ticket", flags.tickets, help(phrases::kTicketHelp))
                     ->required()
                     ->type_name(help(phrases::kTextType));
  if (!several) ticket->expected(1);
  command.add_option("--acted-at", flags.acted_at, help(phrases::kActedAtHelp))->type_name(help(phrases::kTextType));
  command.add_option("--idempotency-key", flags.key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
}

void add_reason_flag(CLI::App& command, std::string& note, Language language) {
  command.add_option("-n,--note", note, std::string(phrase(language, phrases::kReasonHelp)))
      ->type_name(std::string(phrase(language, phrases::kTextType)))
      ->required();
}

Result<ExitCode> act_on_tickets(CommandContext& context, const ActFlags& flags, const ActBuilder& build) {
  return act_on_all(context, flags, {}, [&](std::uint64_t ticket, const ActArguments&) { return build(ticket); });
}

Result<ExitCode> act_on_tickets(CommandContext& context, const ActFlags& flags, const DatedActBuilder& build) {
  return act_on_all(context, flags, {}, [&](std::uint64_t ticket, const ActArguments& arguments) {
    return build(ticket, arguments.until_us);
  });
}

Result<ExitCode> link_tickets(CommandContext& context, const ActFlags& flags, const LinkingActBuilder& build) {
  return act_on_all(context, flags, {}, [&](std::uint64_t ticket, const ActArguments& arguments) {
    return build(ticket, arguments.other);
  });
}

Result<std::string> bring_file(std::vector<LocalFile>& files, const std::string& path, Language language) {
  auto file = local_file(language, path);
  if (!file) return tl::unexpected(file.error());
  files.push_back(*std::move(file));
  return files.back().sha256;
}

Result<ExitCode> act_with_files(CommandContext& context, const ActFlags& flags, const std::vector<LocalFile>& files,
                                const ActBuilder& build) {
  return act_on_all(context, flags, files, [&](std::uint64_t ticket, const ActArguments&) { return build(ticket); });
}

}  // namespace whistle::tools
