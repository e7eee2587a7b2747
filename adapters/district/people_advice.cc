// Advice on people and on the calendar's reach; the header is advice.h.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "adapters/district/advice.h"
#include "adapters/district/civil_text.h"
#include "engine/route.h"

namespace whistle::adapters::district {
namespace {

// Parties that can become the lead: those of estates and duties, the authorities, whom rules, catalogue or ladders
// name, and the heads that a ladder turns to.
class PossibleLeads {
 public:
  explicit PossibleLeads(const engine::Ruleset& ruleset) : ruleset_(ruleset), leads_(ruleset.parties.size(), false) {
    for (const engine::Estate& estate : ruleset.estates)
      leads_[estate.party.value] = true;
    for (const engine::Route& route : ruleset.routes)
      note(route.lead);
    for (const engine::Category& category : ruleset.categories) {
      if (category.duty) note(*category.duty);
    }
    for (const engine::Ladder& ladder : ruleset.clocks.ladders) {
      for (const auto* steps : {&ladder.ack, &ladder.on_site, &ladder.resolve, &ladder.total}) {
        for (const engine::LadderStep& step : *steps) {
          if (step.action == v1::STEP_ACTION_REASSIGN) note(step.target);
        }
      }
    }
  }

  bool may_lead(std::size_t number) const {
    const engine::Party& party = ruleset_.parties[number];
    const bool authority = party.kind == v1::PARTY_KIND_COMMUNITY || party.kind == v1::PARTY_KIND_STREET ||
                           party.kind == v1::PARTY_KIND_DESK;
    return leads_[number] || authority || !party.duties.empty();
  }

 private:
  void note(const engine::Selector& selector) {
    if (selector.kind == v1::SELECTOR_KIND_PARTY) leads_[selector.party.value] = true;
    if (selector.kind != v1::SELECTOR_KIND_HEAD) return;
    for (const engine::Party& party : ruleset_.parties) {
      if (party.head) leads_[party.head->value] = true;
    }
  }

  const engine::Ruleset& ruleset_;
  std::vector<bool> leads_;
};

struct LongestLimit {
  engine::Limit limit;
  std::string of;  // category or urgency
  engine::Deadline due;
};

void keep_longer(const engine::Ruleset& ruleset, engine::Instant start, const engine::Limit& limit,
                 const std::string& of, std::optional<LongestLimit>& longest) {
  const bool working = limit.unit == v1::LIMIT_UNIT_WORKING_HOURS || limit.unit == v1::LIMIT_UNIT_WORKING_DAYS;
  if (limit.none() || !working) return;
  const engine::Deadline due = ruleset.calendar.deadline(start, limit);
  if (!longest || longest->due.at < due.at) longest = LongestLimit{limit, of, due};
}

std::optional<LongestLimit> longest_from(const engine::Ruleset& ruleset, engine::Instant start) {
  std::optional<LongestLimit> longest;
  for (const engine::Urgency& urgency : ruleset.clocks.urgencies) {
    for (const auto* limit :
         {&urgency.ack, &urgency.on_site, &urgency.resolve, &urgency.arbitrate, &urgency.verify, &urgency.total}) {
      keep_longer(ruleset, start, *limit, urgency.name, longest);
    }
  }
  for (const engine::Category& category : ruleset.categories) {
    for (const auto* limit : {&category.ack, &category.on_site, &category.resolve}) {
      if (*limit) keep_longer(ruleset, start, **limit, category.code, longest);
    }
  }
  return longest;
}

// The last microsecond of a local day: whatever is given on it is due no later than what is given then.
engine::Instant end_of(const engine::Ruleset& ruleset, std::int32_t day) {
  const std::int64_t midnight_s = (std::int64_t{day} + 1) * 86'400;
  const std::int64_t offset_s = ruleset.calendar.offset_at({midnight_s * engine::kSecondUs});
  return {(midnight_s - offset_s) * engine::kSecondUs - 1};
}

}  // namespace

void advise_on_people(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  if (ruleset.members.empty()) {
    FileReport(diagnostics, "members.csv").warning({}, Fault::NoMembers);
    return;
  }
  std::vector<bool> staffed(ruleset.parties.size(), false);
  std::vector<bool> handling(ruleset.parties.size(), false);
  for (const engine::Member& member : ruleset.members) {
    staffed[member.party.value] = true;
    if (member.has(v1::ROLE_HANDLER) || member.has(v1::ROLE_GRID_MEMBER)) handling[member.party.value] = true;
  }
  const PossibleLeads leads(ruleset);
  const FileReport report(diagnostics, "parties.csv");
  for (std::size_t i = 0; i < staffed.size(); ++i) {
    const SourcePosition at{district.lines.parties[i], 0};
    if (!staffed[i]) {
      report.warning(at, Fault::PartyWithoutMembers, {ruleset.parties[i].code});
    } else if (!handling[i] && leads.may_lead(i)) {
      report.warning(at, Fault::PartyWithoutHandler, {ruleset.parties[i].code});
    }
  }
}

void advise_on_calendar(const CompiledDistrict& district, const engine::Ruleset& ruleset,
                        std::optional<std::int32_t> day, Diagnostics& diagnostics) {
  const v1::Calendar calendar = calendar_of(district);
  const auto& manifest = ruleset.manifest;
  if (!day && manifest.has_in_force_from_us()) day = ruleset.calendar.local_day({manifest.in_force_from_us()});
  if (!day) return;
  const FileReport report(diagnostics, "calendar.yaml");
  if (*day > calendar.data_until()) {
    report.warning({}, Fault::CalendarEnded, {date_text(calendar.data_until()), date_text(*day)}, {"data_until", {}});
    return;
  }
  const auto longest = longest_from(ruleset, end_of(ruleset, *day));
  if (!longest || !longest->due.past_data_until) return;
  report.warning({}, Fault::CalendarShort,
                 {engine::to_string(longest->limit), longest->of, date_text(*day), date_text(calendar.data_until())},
                 {"data_until", {}});
}

}  // namespace whistle::adapters::district
