#include "adapters/district/sha256.h"
#include "tools/whistle/commands.h"
#include "tools/whistle/display_width.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

std::string hex_of(const std::string& bytes) {
  adapters::district::Sha256 hash{};
  if (bytes.size() != hash.size()) return {};
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return adapters::district::to_hex(hash);
}

void print_status(Console& console, const EngineSession& session) {
  const auto language = session.language();
  const auto& status = session.status();
  const auto line = [&](const Phrase& label, const std::string& text) {
    if (!text.empty())
      console.out << console.paint(Colour::Dim, padded(phrase(language, label), 14)) << printable(text) << '\n';
  };
  std::string roles;
  for (const auto role : status.roles())
    roles = listed(language, {roles, std::string(words_for(language, static_cast<v1::Role>(role)))});
  v1::Actor asker;
  asker.set_member(status.member());
  auto clock = std::string(words_for(language, status.clock_mode()));
  if (status.clock_mode() == v1::CLOCK_MODE_FAST) clock += " ×" + std::to_string(status.speed());
  line(phrases::kLabelEngine, session.settings().endpoint + "  " + status.version());
  line(phrases::kLabelDistrict, std::string(name_in(language, status.district_name_zh(), status.district_name_en())) +
                                    " (" + status.district_code() + ")");
  line(phrases::kLabelRuleset, hex_of(status.ruleset_sha256()) + "  #" + std::to_string(status.ruleset()));
  if (status.has_scheduled()) {
    line(phrases::kLabelScheduled, hex_of(status.scheduled().ruleset_sha256()) + "  " +
                                       session.time().second_text({status.scheduled().in_force_from_us()}));
  }
  line(phrases::kLabelTime,
       session.time().second_text({status.civil_time_us()}) + "  " + status.time_zone() + "  " + clock);
  line(phrases::kLabelEntries, std::to_string(status.next_sequence()));
  line(phrases::kLabelOpenTickets, std::to_string(status.open_tickets()));
  line(phrases::kLabelYou, actor_words(language, asker));
  line(phrases::kLabelRoles, roles);
  line(phrases::kLabelParty, status.party());
  if (status.has_absence()) {
    line(phrases::kLabelAway, worded(language, phrases::kFromUntil,
                                     {session.time().minute_text({status.absence().from_us()}, session.now()),
                                      session.time().minute_text({status.absence().until_us()}, session.now())}));
  }
}

Result<ExitCode> show_status(CommandContext& context) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  if (context.json) {
    context.console.out << json_text((*session)->status()) << '\n';
  } else {
    print_status(context.console, **session);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_status_command(CommandLine& line) {
  auto* command = line.add(line.root(), "status", phrase(line.language(), phrases::kStatusHelp));
  line.runs(command, show_status);
}

}  // namespace whistle::tools
