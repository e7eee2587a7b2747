#include <memory>

#include "tools/whistle/act_command.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace {

struct AbsenceFlags {
  std::string member;
  std::string from;
  std::string until;
  std::string key;
};

Result<ExitCode> tell(CommandContext& context, EngineSession& session, v1::Command command, const std::string& key) {
  const auto accepted = session.act(std::move(command), {.key = key.empty() ? make_key() : key, .acted_at_us = 0});
  if (!accepted) return tl::unexpected(accepted.error());
  if (context.json) {
    context.console.out << json_text(*accepted) << '\n';
    return ExitCode::Ok;
  }
  const Telling telling{context.language, session.names_or_codes(), session.time(), session.now()};
  for (const auto& event : accepted->events())
    context.console.out << event_sentence(telling, event) << '\n';
  return ExitCode::Ok;
}

Result<ExitCode> report_absence(CommandContext& context, const AbsenceFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  const auto from = day_or_time_in(**session, context.language, flags.from, "--from");
  if (!from) return tl::unexpected(from.error());
  const auto until = day_or_time_in(**session, context.language, flags.until, "--until");
  if (!until) return tl::unexpected(until.error());
  v1::Command command;
  auto& absence = *command.mutable_report_absence();
  absence.set_member(flags.member);
  absence.set_from_us(*from);
  absence.set_until_us(*until);
  return tell(context, **session, std::move(command), flags.key);
}

Result<ExitCode> end_absence(CommandContext& context, const AbsenceFlags& flags) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  v1::Command command;
  command.mutable_end_absence()->set_member(flags.member);
  return tell(context, **session, std::move(command), flags.key);
}

void add_common(CLI::App& command, AbsenceFlags& flags, Language language) {
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  command.add_option("-m,--member", flags.member, help(phrases::kAbsentMemberHelp))
      ->type_name(help(phrases::kTextType));
  command.add_option("--idempotency-key", flags.key, help(phrases::kIdempotencyKeyHelp))
      ->type_name(help(phrases::kTextType));
}

}  // namespace

void add_absent_command(CommandLine& line) {
  const auto language = line.language();
  const auto help = [language](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<AbsenceFlags>();
  auto* command = line.add(line.root(), "absent", phrase(language, phrases::kAbsentHelp));
  command->add_option("-u,--until", flags->until, help(phrases::kAbsentUntilHelp))
      ->type_name(help(phrases::kTextType))
      ->required();
  command->add_option("-f,--from", flags->from, help(phrases::kAbsentFromHelp))->type_name(help(phrases::kTextType));
  add_common(*command, *flags, language);
  line.runs(command, [flags](CommandContext& context) { return report_absence(context, *flags); });
}

void add_back_command(CommandLine& line) {
  auto flags = std::make_shared<AbsenceFlags>();
  auto* command = line.add(line.root(), "back", phrase(line.language(), phrases::kBackHelp));
  add_common(*command, *flags, line.language());
  line.runs(command, [flags](CommandContext& context) { return end_absence(context, *flags); });
}

}  // namespace whistle::tools
