// What the doctor asks of a store: its rules, who can speak to it, how its journal stands.
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "adapters/district/compile.h"
#include "engine/calendar.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/doctor.h"

namespace whistle::tools::whistled {

namespace {

namespace district = adapters::district;
using engine::hexadecimal;

constexpr std::int32_t kCalendarNotice = 60;  // days
constexpr std::size_t kNamesMax = 5;
constexpr engine::Duration kClockAheadMax = engine::seconds(60);

std::string date_text(std::int32_t day) {
  const auto date = engine::civil_date(day);
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

std::optional<v1::Calendar> stored_calendar(const storage::CopyableStore& store, const engine::Ruleset& rules) {
  for (const auto& part : rules.manifest.parts()) {
    if (part.kind() != v1::RULESET_PART_KIND_CALENDAR) continue;
    const auto blob = store.blob(part.sha256());
    v1::Calendar calendar;
    if (blob && *blob && calendar.ParseFromString(**blob)) return calendar;
  }
  return std::nullopt;
}

Finding examine_calendar(const storage::CopyableStore& store, const engine::Ruleset& rules, engine::Instant now) {
  const auto calendar = stored_calendar(store, rules);
  if (!calendar)
    return {Gravity::Error, "calendar", "the calendar of the rules in force cannot be read", "publish again"};
  const auto left = calendar->data_until() - rules.calendar.local_day(now);
  const auto what = "holidays are known until " + date_text(calendar->data_until());
  const std::string advice = "add the next year's to calendar.yaml and publish";
  if (left < 0) return {Gravity::Error, "calendar", what + ": deadlines take every weekday as worked", advice};
  if (left < kCalendarNotice)
    return {Gravity::Warning, "calendar", what + ", " + std::to_string(left) + " days", advice};
  return {Gravity::Good, "calendar", what, ""};
}

// The files that were published, compiled again: warnings are not stored.
Finding examine_advice(const storage::CopyableStore& store, const engine::Ruleset& rules) {
  std::vector<district::SourceFileBytes> files;
  for (const auto& file : rules.manifest.files()) {
    auto blob = store.blob(file.sha256());
    if (!blob || !*blob) return {Gravity::Error, "rules", "the file " + file.path() + " is missing", "publish again"};
    files.push_back({file.path(), **std::move(blob)});
  }
  const auto compiled = district::compile_district(std::move(files));
  if (!compiled) {
    return {Gravity::Warning, "rules",
            "this program would not accept them: " + district::to_text(compiled.error().front()),
            "whistle district check, then publish again"};
  }
  if (compiled->warnings.empty()) return {Gravity::Good, "rules", "compile without warnings", ""};
  return {Gravity::Note, "rules",
          std::to_string(compiled->warnings.size()) +
              " warnings, the first: " + district::to_text(compiled->warnings.front()),
          "whistle district check DIR tells all"};
}

std::string first_of(const std::set<std::string>& names) {
  std::string text;
  std::size_t told = 0;
  for (const auto& name : names) {
    if (told == kNamesMax) return text + ", ...";
    text += (told++ == 0 ? "" : ", ") + name;
  }
  return text;
}

}  // namespace

std::vector<Finding> examine_rules(const storage::CopyableStore& store, const engine::State& state,
                                   engine::Instant now) {
  const auto* rules = state.in_force();
  if (rules == nullptr) return {{Gravity::Error, "rules", "none are in force", "publish a district"}};
  std::vector<Finding> findings;
  findings.push_back({Gravity::Good, "rules",
                      rules->manifest.district_code() + " " + rules->manifest.name_zh() + ", " +
                          hexadecimal(state.publications.back().sha256) + ", published by entry " +
                          std::to_string(state.publications.back().sequence.value),
                      ""});
  findings.push_back(examine_advice(store, *rules));
  findings.push_back(examine_calendar(store, *rules, now));
  return findings;
}

std::vector<Finding> examine_identities(const engine::State& state) {
  const auto* rules = state.in_force();
  if (rules == nullptr) return {};
  std::set<std::string> speaking;  // parties that have a living key
  std::set<std::string> strangers;
  for (const auto& [credential, identity] : state.identities) {
    if (identity.revoked) continue;
    const auto member = rules->find_member(identity.member);
    if (member) {
      speaking.insert(rules->party(rules->member(*member).party).code);
    } else if (!identity.member.starts_with('@')) {
      strangers.insert(identity.member);
    }
  }
  std::set<std::string> mute;
  for (const auto& party : rules->parties) {
    if (!speaking.contains(party.code)) mute.insert(party.code);
  }
  std::vector<Finding> findings;
  if (!strangers.empty()) {
    findings.push_back(
        {Gravity::Warning, "identities",
         std::to_string(strangers.size()) + " keys of members that the rules do not have: " + first_of(strangers),
         "whistle identity revoke, or add the member and publish"});
  }
  if (mute.empty()) {
    findings.push_back({Gravity::Good, "identities", "every party has a key that can speak for it", ""});
  } else {
    findings.push_back({Gravity::Warning, "identities",
                        std::to_string(mute.size()) + " of " + std::to_string(rules->parties.size()) +
                            " parties have no key: whistles to them can only climb: " + first_of(mute),
                        "whistle identity add for a member of each"});
  }
  return findings;
}

std::vector<Finding> examine_journal(const engine::State& state, std::uint64_t replayed, engine::Instant now) {
  std::vector<Finding> findings;
  findings.push_back({Gravity::Good, "journal",
                      std::to_string(state.next_sequence.value) + " entries, " + std::to_string(state.open_ids.size()) +
                          " open tickets, written by logic " + std::to_string(state.logic),
                      ""});
  if (state.logic != engine::kNewestLogic) {
    findings.push_back({Gravity::Note, "engine",
                        "this program also decides by logic " + std::to_string(engine::kNewestLogic),
                        "read the release notes, then whistle adopt-logic " + std::to_string(engine::kNewestLogic)});
  }
  if (replayed > 0) {
    findings.push_back({Gravity::Error, "journal",
                        "the tables are " + std::to_string(replayed) + " entries behind the journal",
                        "whistled run brings them up to date, then whistled doctor --deep"});
  }
  const auto ahead = state.last_time - now;
  if (!state.lived_on_driven_time && ahead > kClockAheadMax) {
    findings.push_back({Gravity::Error, "clock",
                        "the last entry is " + std::to_string(ahead.us / engine::seconds(1).us) +
                            " s in the future: the machine's time was wrong then, or is now",
                        "put the clock right; entries take the last one's time until it has passed"});
  }
  return findings;
}

}  // namespace whistle::tools::whistled
