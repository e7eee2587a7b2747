// `whistle audit replay`: a ticket, a party's inbox, a grid or the district as it was, and what changed since.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tools/whistle/audit/as_it_was.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/rerun.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/json_text.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/ticket_sheet.h"
#include "tools/whistle/ticket_view.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

struct ReplayFlags {
  std::string file;
  std::string until;
  std::string since;
  std::string ticket;
  std::string party;
  std::string area;
};

// What of an open ticket is compared between two instants.
struct Standing {
  std::string number;
  v1::TicketState state{};
  std::string lead;
  std::size_t missed = 0;  // clocks

  friend bool operator==(const Standing&, const Standing&) = default;
};

using Standings = std::map<engine::TicketId, Standing>;

// Whether the ticket is asked about: of the party, the area, or the whole district.
bool is_asked(const ReplayFlags& flags, const engine::Ruleset& rules, const engine::Ticket& ticket) {
  if (!flags.party.empty()) {
    const bool has_part = std::ranges::any_of(
        ticket.parts, [&](const engine::Part& part) { return part.party == flags.party && part.active(); });
    if (!has_part && !(ticket.request && ticket.request->arbiter == flags.party)) return false;
  }
  if (flags.area.empty()) return true;
  const auto area = rules.find_area(ticket.area);
  const auto wanted = rules.find_area(flags.area);
  if (!area || !wanted) return false;
  for (std::optional<engine::AreaIndex> at = area; at; at = rules.area(*at).parent) {
    if (*at == *wanted) return true;
  }
  return false;
}

std::vector<engine::Ticket> open_tickets(const ReplayFlags& flags, const engine::State& state) {
  std::vector<engine::Ticket> tickets;
  const auto& rules = *state.in_force();
  for (const auto id : state.open_ids) {
    auto ticket = state.find_open(id).value();
    if (is_asked(flags, rules, ticket)) tickets.push_back(std::move(ticket));
  }
  return tickets;
}

std::size_t missed_clocks(const engine::Ticket& ticket) {
  return static_cast<std::size_t>(std::ranges::count(ticket.clocks, v1::CLOCK_PHASE_MISSED, &engine::Clock::phase));
}

Standings standings_of(const std::vector<engine::Ticket>& tickets) {
  Standings standings;
  for (const auto& ticket : tickets) {
    standings[ticket.id] = {engine::ticket_number(ticket.local_day, ticket.day_counter), ticket.state, ticket.lead(),
                            missed_clocks(ticket)};
  }
  return standings;
}

struct Change {
  engine::TicketId ticket;
  std::optional<Standing> before;  // nullopt: it was not there yet
  std::optional<Standing> after;   // nullopt: it is not open any more, or not theirs
};

std::vector<Change> changes_between(const Standings& before, const Standings& after) {
  std::vector<Change> changes;
  for (const auto& [id, standing] : before) {
    const auto now = after.find(id);
    if (now == after.end()) {
      changes.push_back({id, standing, std::nullopt});
    } else if (now->second != standing) {
      changes.push_back({id, standing, now->second});
    }
  }
  for (const auto& [id, standing] : after) {
    if (!before.contains(id)) changes.push_back({id, std::nullopt, standing});
  }
  std::ranges::sort(changes, {}, &Change::ticket);
  return changes;
}

Result<ExitCode> tell_ticket(CommandContext& context, JournalSource& source, const ReplayFlags& flags,
                             const Moment& moment) {
  const auto language = context.language;
  const auto subject = find_subject(source, language, flags.ticket);
  if (!subject) return tl::unexpected(subject.error());
  if (!subject->ticket) return usage_failure(worded(language, phrases::kNoSuchTicket, {flags.ticket}));
  auto was = ticket_as_it_was(source, language, *subject, moment.end);
  if (!was) return tl::unexpected(was.error());
  auto since = Moment{};
  if (!flags.since.empty()) {
    const auto asked = moment_of(source, language, flags.since);
    if (!asked) return tl::unexpected(asked.error());
    since = *asked;
  }
  const auto rules = rules_behind(source, language, was->entries.back());
  if (!rules) return tl::unexpected(rules.error());
  const auto view = view_of(was->ticket, **rules);
  Timeline timeline{was->entries, /*complete=*/true};
  std::erase_if(timeline.entries, [&](const v1::Entry& entry) { return entry.sequence() < since.end; });
  auto& console = context.console;
  if (context.json) {
    print_ticket_json(console, view, timeline);
    return ExitCode::Ok;
  }
  const auto time = time_of(language, **rules);
  if (!time) return tl::unexpected(time.error());
  const auto names = names_of(**rules);
  const Telling telling{language, names, *time, moment.at};
  print_ticket(console, telling, view, timeline);
  for (const auto& entry : timeline.entries)
    print_entry(console, telling, entry, /*with_ticket=*/false);
  return ExitCode::Ok;
}

// One open ticket a line, as an inbox tells it.
void print_tickets(Console& console, const Telling& telling, const engine::Ruleset& rules,
                   const std::vector<engine::Ticket>& tickets, const std::string& party) {
  const auto language = telling.language;
  const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  TextTable table({head(phrases::kHeadTicket), head(phrases::kHeadState), head(phrases::kHeadLeadParty),
                   head(phrases::kHeadDue), head(phrases::kHeadMarks), head(phrases::kHeadCategory),
                   head(phrases::kHeadPlace)});
  for (const auto& ticket : tickets) {
    const auto view = view_of(ticket, rules);
    const auto* clock = next_clock(view.record(), party);
    table.add({{view.number(), Colour::Bold},
               {std::string(words_for(language, ticket.state))},
               {telling.names.party(language, ticket.lead())},
               {clock == nullptr ? "–" : telling.time.minute_text({clock->due_us()}, telling.now)},
               marks_cell(language, view, party, telling.now),
               {telling.names.category(language, ticket.category)},
               {ticket.estate.empty() ? telling.names.area(language, ticket.area)
                                      : telling.names.estate(language, ticket.estate)}});
  }
  if (!table.empty()) table.print(console);
}

std::string standing_words(const Telling& telling, const std::optional<Standing>& standing) {
  if (!standing) return "–";
  auto words = std::string(words_for(telling.language, standing->state));
  if (!standing->lead.empty()) words += " · " + telling.names.party(telling.language, standing->lead);
  if (standing->missed > 0)
    words += " · " + worded(telling.language, phrases::kClocksMissed, {std::to_string(standing->missed)});
  return words;
}

void print_changes(Console& console, const Telling& telling, const std::vector<Change>& changes) {
  for (const auto& change : changes) {
    const auto& number = change.before ? change.before->number : change.after->number;
    console.out << console.paint(Colour::Bold, number) << "  " << standing_words(telling, change.before) << " → "
                << (change.after ? standing_words(telling, change.after)
                                 : std::string(phrase(telling.language, phrases::kNoLongerOpen)))
                << '\n';
  }
}

json::value json_of(const std::optional<Standing>& standing) {
  if (!standing) return nullptr;
  json::object object;
  object["state"] = v1::TicketState_Name(standing->state);
  object["lead"] = standing->lead;
  object["missed_clocks"] = standing->missed;
  return object;
}

// Everything that is asked about at one instant, and what it was before.
struct Picture {
  Moment moment;
  std::vector<engine::Ticket> tickets;
  std::vector<Change> changes;
};

void print_json(Console& console, const engine::State& state, const Picture& picture) {
  json::object object;
  object["entries"] = picture.moment.end;
  object["at_us"] = picture.moment.at.us;
  json::array tickets;
  for (const auto& ticket : picture.tickets)
    tickets.push_back(json::parse(json_text(view_of(ticket, *state.in_force()))));
  object["open"] = std::move(tickets);
  json::array changes;
  for (const auto& change : picture.changes) {
    json::object told;
    told["ticket"] = change.ticket.value;
    told["number"] = change.before ? change.before->number : change.after->number;
    told["before"] = json_of(change.before);
    told["after"] = json_of(change.after);
    changes.push_back(std::move(told));
  }
  object["changes"] = std::move(changes);
  console.out << json::serialize(object) << '\n';
}

Result<void> live_until(CommandContext& context, Rerun& rerun, ProgressBar& progress, std::uint64_t end) {
  const auto lived = rerun.until(end, [&](std::uint64_t entries) { progress.advance(entries); });
  if (!lived) return tl::unexpected(failure_of(lived.error()));
  if (lived->findings.empty()) return {};
  const auto& first = lived->findings.front();
  return tl::unexpected(Failure{ExitCode::Refused, "damaged",
                                worded(context.language, phrases::kReplayStops, {std::to_string(first.sequence)}),
                                std::string(phrase(context.language, phrases::kVerifyHint)), std::nullopt});
}

Result<ExitCode> tell_district(CommandContext& context, JournalSource& source, const ReplayFlags& flags,
                               const Moment& moment) {
  const auto language = context.language;
  std::optional<Moment> since;
  if (!flags.since.empty()) {
    const auto asked = moment_of(source, language, flags.since);
    if (!asked) return tl::unexpected(asked.error());
    if (asked->end > moment.end) return usage_failure(worded(language, phrases::kBadMoment, {flags.since}));
    since = *asked;
  }
  Rerun rerun(source, Rerun::Tables::Leave);
  ProgressBar progress(context.console, language, moment.end);
  Picture picture{moment, {}, {}};
  Standings before;
  if (since) {
    if (auto lived = live_until(context, rerun, progress, since->end); !lived) return tl::unexpected(lived.error());
    if (rerun.state().in_force() != nullptr) before = standings_of(open_tickets(flags, rerun.state()));
  }
  if (auto lived = live_until(context, rerun, progress, moment.end); !lived) return tl::unexpected(lived.error());
  progress.clear();
  const auto& state = rerun.state();
  const auto* rules = state.in_force();
  if (rules == nullptr) return usage_failure(std::string(phrase(language, phrases::kNoRules)));
  if (!flags.party.empty() && !rules->find_party(flags.party))
    return usage_failure(worded(language, phrases::kUnknownParty, {flags.party}));
  if (!flags.area.empty() && !rules->find_area(flags.area))
    return usage_failure(worded(language, phrases::kUnknownArea, {flags.area}));
  picture.tickets = open_tickets(flags, state);
  if (since) picture.changes = changes_between(before, standings_of(picture.tickets));
  if (context.json) {
    print_json(context.console, state, picture);
    return ExitCode::Ok;
  }
  const auto time = time_of(language, *rules);
  if (!time) return tl::unexpected(time.error());
  const auto names = names_of(*rules);
  const Telling telling{language, names, *time, moment.at};
  auto& console = context.console;
  console.out << worded(language, phrases::kReplayAsOf,
                        {time->second_text(moment.at), std::to_string(moment.end - 1),
                         std::to_string(picture.tickets.size())})
              << '\n';
  if (since) {
    console.out << worded(language, phrases::kReplaySince,
                          {time->second_text(since->at), std::to_string(picture.changes.size())})
                << '\n';
    print_changes(console, telling, picture.changes);
  } else {
    print_tickets(console, telling, *rules, picture.tickets, flags.party);
  }
  return ExitCode::Ok;
}

Result<ExitCode> replay(CommandContext& context, const ReplayFlags& flags) {
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  const auto moment = moment_of(**source, context.language, flags.until);
  if (!moment) return tl::unexpected(moment.error());
  return flags.ticket.empty() ? tell_district(context, **source, flags, *moment)
                              : tell_ticket(context, **source, flags, *moment);
}

}  // namespace

void add_audit_replay_command(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<ReplayFlags>();
  auto* command = line.add(audit, "replay", help(phrases::kAuditReplayHelp));
  command->add_option("file", flags->file, help(phrases::kAuditFromFileHelp))->type_name(help(phrases::kFileType));
  command->add_option("--until", flags->until, help(phrases::kReplayUntilHelp))->type_name("T|seq:N");
  command->add_option("--since", flags->since, help(phrases::kReplaySinceHelp))->type_name("T|seq:N");
  auto* ticket = command->add_option("--ticket", flags->ticket, help(phrases::kReplayTicketHelp));
  ticket->type_name(help(phrases::kTextType));
  command->add_option("--party", flags->party, help(phrases::kReplayPartyHelp))->type_name("CODE")->excludes(ticket);
  command->add_option("--area", flags->area, help(phrases::kReplayAreaHelp))->type_name("CODE")->excludes(ticket);
  line.runs(command, [flags](CommandContext& context) { return replay(context, *flags); });
}

}  // namespace whistle::tools
