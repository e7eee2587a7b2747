// `whistle audit what-if`: the same commands under other rules.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tools/whistle/audit/as_it_was.h"
#include "tools/whistle/audit/audit_commands.h"
#include "tools/whistle/audit/what_if.h"
#include "tools/whistle/audit/wording_audit.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_event.h"
#include "tools/whistle/wording_help.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

constexpr std::size_t kToldMax = 20;

struct WhatIfFlags {
  std::string file;
  std::string ruleset;
  bool all = false;
};

std::string number(std::uint64_t count) {
  return std::to_string(count);
}

std::uint64_t count(const WhatIfOutcome& outcome, bool Difference::*which) {
  return static_cast<std::uint64_t>(std::ranges::count(outcome.differences, true, which));
}

void print_parties(Console& console, const Telling& telling, const WhatIfOutcome& outcome) {
  const auto head = [&](const Phrase& what) { return std::string(phrase(telling.language, what)); };
  std::set<std::string> parties;
  const auto differ = [](const Both& both) { return both.was != both.would; };
  for (const auto* counts : {&outcome.dispatches, &outcome.misses}) {
    for (const auto& [party, both] : *counts) {
      if (differ(both)) parties.insert(party);
    }
  }
  TextTable table({head(phrases::kHeadParty), head(phrases::kHeadGiven), head(phrases::kHeadWouldBe),
                   head(phrases::kHeadMissed), head(phrases::kHeadWouldBe)});
  table.right_from(1);
  const auto of = [](const std::map<std::string, Both>& counts, const std::string& party) {
    const auto found = counts.find(party);
    return found == counts.end() ? Both{} : found->second;
  };
  for (const auto& party : parties) {
    const auto given = of(outcome.dispatches, party);
    const auto missed = of(outcome.misses, party);
    table.add({{telling.names.party(telling.language, party)},
               {number(given.was)},
               {number(given.would)},
               {number(missed.was)},
               {number(missed.would)}});
  }
  if (table.empty()) return;
  console.out << '\n';
  table.print(console);
}

template <typename Name>
void print_counts(Console& console, Language language, const Phrase& heading,
                  const std::map<std::string, std::uint64_t>& counts, const Name& name) {
  if (counts.empty()) return;
  const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  std::vector<std::pair<std::uint64_t, std::string>> sorted;
  sorted.reserve(counts.size());
  for (const auto& [code, tickets] : counts)
    sorted.emplace_back(tickets, code);
  std::ranges::sort(
      sorted, [](const auto& a, const auto& b) { return std::pair(b.first, a.second) < std::pair(a.first, b.second); });
  TextTable table({head(heading), head(phrases::kHeadCount)});
  table.right_from(1);
  for (std::size_t i = 0; i < std::min(sorted.size(), kToldMax); ++i)
    table.add({{name(sorted[i].second)}, {number(sorted[i].first)}});
  console.out << '\n';
  table.print(console);
  if (sorted.size() > kToldMax)
    console.out << worded(language, phrases::kMoreRows, {number(sorted.size() - kToldMax)}) << '\n';
}

std::string of_both(const std::string& was, const std::string& would) {
  return was == would ? was : was + " → " + would;
}

void print_tickets(Console& console, const Telling& telling, const WhatIfOutcome& outcome, std::size_t most) {
  if (outcome.differences.empty()) return;
  const auto language = telling.language;
  const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
  const auto due = [&](std::int64_t us) {
    return us == 0 ? std::string("–") : telling.time.minute_text({us}, telling.now);
  };
  TextTable table({head(phrases::kHeadTicket), head(phrases::kHeadLeadParty), head(phrases::kHeadAckDue),
                   head(phrases::kHeadResolveDue), head(phrases::kHeadMissed), head(phrases::kHeadSteps)});
  for (std::size_t i = 0; i < std::min(outcome.differences.size(), most); ++i) {
    const auto& [ticket, was, would, lead, dues, misses, steps] = outcome.differences[i];
    table.add({{was.number, Colour::Bold},
               {of_both(telling.names.party(language, was.lead), telling.names.party(language, would.lead)),
                lead ? Colour::Yellow : Colour::None},
               {of_both(due(was.ack_us), due(would.ack_us)), dues ? Colour::Yellow : Colour::None},
               {of_both(due(was.resolve_us), due(would.resolve_us)), dues ? Colour::Yellow : Colour::None},
               {of_both(number(was.misses), number(would.misses)), misses ? Colour::Yellow : Colour::None},
               {of_both(number(was.steps), number(would.steps)), steps ? Colour::Yellow : Colour::None}});
  }
  console.out << '\n';
  table.print(console);
  if (outcome.differences.size() > most)
    console.out << worded(language, phrases::kMoreTickets, {number(outcome.differences.size() - most)}) << '\n';
}

void print(Console& console, const Telling& telling, const WhatIfOutcome& outcome, bool all) {
  const auto language = telling.language;
  console.out << console.paint(
                     outcome.differences.empty() ? Colour::Green : Colour::Yellow,
                     worded(language, phrases::kWhatIfCount,
                            {number(outcome.tickets), number(outcome.differences.size()),
                             number(count(outcome, &Difference::lead)), number(count(outcome, &Difference::dues)),
                             number(count(outcome, &Difference::misses)), number(count(outcome, &Difference::steps))}))
              << '\n';
  std::uint64_t left_out = 0;
  std::string why;
  for (const auto& [code, times] : outcome.left_out) {
    left_out += times;
    std::string each = code;
    each.append(" ").append(number(times));
    why = listed(language, {why, std::move(each)});
  }
  console.out << worded(language, phrases::kWhatIfCommands,
                        {number(outcome.commands), number(outcome.stood_in), number(left_out),
                         why.empty() ? "" : " (" + why + ")", number(outcome.places_as_found)})
              << '\n';
  if (outcome.rulesets_left_out > 0)
    console.out << worded(language, phrases::kWhatIfRulesets, {number(outcome.rulesets_left_out)}) << '\n';
  print_parties(console, telling, outcome);
  print_counts(console, language, phrases::kHeadCategory, outcome.by_category,
               [&](const std::string& code) { return telling.names.category(language, code); });
  print_counts(console, language, phrases::kHeadArea, outcome.by_area, [&](const std::string& code) {
    return code.empty() ? std::string(phrase(language, phrases::kElsewhere)) : telling.names.area(language, code);
  });
  print_tickets(console, telling, outcome, all ? outcome.differences.size() : kToldMax);
}

json::object json_of(const Course& course) {
  json::object object;
  object["lead"] = course.lead;
  object["dispatches"] = course.dispatches;
  object["ack_due_us"] = course.ack_us;
  object["resolve_due_us"] = course.resolve_us;
  object["misses"] = course.misses;
  object["ladder_steps"] = course.steps;
  return object;
}

json::object json_of(const std::map<std::string, Both>& counts) {
  json::object object;
  for (const auto& [party, both] : counts) {
    json::object told;
    told["was"] = both.was;
    told["would"] = both.would;
    object[party] = std::move(told);
  }
  return object;
}

json::object json_of(const std::map<std::string, std::uint64_t>& counts) {
  json::object object;
  for (const auto& [name, times] : counts)
    object[name] = times;
  return object;
}

void print_json(Console& console, const WhatIfOutcome& outcome) {
  json::array tickets;
  for (const auto& difference : outcome.differences) {
    json::object told;
    told["ticket"] = difference.ticket;
    told["number"] = difference.was.number;
    told["category"] = difference.was.category;
    told["area"] = difference.was.area;
    told["was"] = json_of(difference.was);
    told["would"] = difference.would.number.empty() ? json::value(nullptr) : json::value(json_of(difference.would));
    json::array differs;
    for (const auto& [name, is] : {std::pair{"lead", difference.lead},
                                   {"dues", difference.dues},
                                   {"misses", difference.misses},
                                   {"ladder_steps", difference.steps}}) {
      if (is) differs.push_back(json::value(name));
    }
    told["differs"] = std::move(differs);
    tickets.push_back(std::move(told));
  }
  json::object object;
  object["entries"] = outcome.entries;
  object["tickets"] = outcome.tickets;
  object["commands"] = outcome.commands;
  object["stood_in"] = outcome.stood_in;
  object["left_out"] = json_of(outcome.left_out);
  object["rulesets_left_out"] = outcome.rulesets_left_out;
  object["places_as_found"] = outcome.places_as_found;
  object["dispatches"] = json_of(outcome.dispatches);
  object["misses"] = json_of(outcome.misses);
  object["by_category"] = json_of(outcome.by_category);
  object["by_area"] = json_of(outcome.by_area);
  object["differences"] = std::move(tickets);
  console.out << json::serialize(object) << '\n';
}

Result<ExitCode> ask(CommandContext& context, const WhatIfFlags& flags) {
  const auto district = open_district(context, flags.ruleset);
  if (!district) return ExitCode::Refused;
  auto source = open_journal(context, flags.file);
  if (!source) return tl::unexpected(source.error());
  const auto next = (*source)->next_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  if ((*source)->is_part()) return file_failure(std::string(phrase(context.language, phrases::kFoundPart)));
  const auto& hash = district->compiled.hash;
  WhatIf what_if(**source, std::string(hash.begin(), hash.end()), district->ruleset);
  ProgressBar progress(context.console, context.language, *next);
  const auto outcome = what_if.run([&](std::uint64_t entries) { progress.advance(entries); });
  progress.clear();
  if (!outcome) return tl::unexpected(failure_of(outcome.error()));
  if (context.json) {
    print_json(context.console, *outcome);
    return ExitCode::Ok;
  }
  const auto time = time_of(context.language, *district->ruleset);
  if (!time) return tl::unexpected(time.error());
  const auto names = names_of(*district->ruleset);
  print(context.console, {context.language, names, *time, engine::Instant{}}, *outcome, flags.all);
  return ExitCode::Ok;
}

}  // namespace

void add_audit_what_if_command(CommandLine& line, CLI::App& audit) {
  const auto help = [language = line.language()](const Phrase& what) { return std::string(phrase(language, what)); };
  auto flags = std::make_shared<WhatIfFlags>();
  auto* command = line.add(audit, "what-if", help(phrases::kAuditWhatIfHelp));
  command->add_option("file", flags->file, help(phrases::kAuditFromFileHelp))->type_name(help(phrases::kFileType));
  command->add_option("--ruleset", flags->ruleset, help(phrases::kWhatIfRulesetHelp))->required()->type_name("DIR");
  command->add_flag("--all", flags->all, help(phrases::kWhatIfAllHelp));
  line.runs(command, [flags](CommandContext& context) { return ask(context, *flags); });
}

}  // namespace whistle::tools
