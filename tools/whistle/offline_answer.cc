#include "tools/whistle/offline_answer.h"

#include <algorithm>
#include <vector>

#include "adapters/datum.h"
#include "adapters/district/civil_text.h"
#include "adapters/district/words.h"
#include "tools/whistle/district_outline.h"

namespace whistle::tools {
namespace {

using adapters::district::StreamFault;
using adapters::district::StreamWhistle;
using adapters::district::word_of;

engine::PlaceClues clues_of(const StreamWhistle& whistle) {
  return {.point = whistle.point ? std::optional(adapters::to_wgs84(whistle.datum, *whistle.point)) : std::nullopt,
          .estate = whistle.estate,
          .grid = whistle.grid,
          .legacy_system = whistle.legacy_system,
          .legacy_code = whistle.legacy_code,
          .area = whistle.area,
          .address = whistle.address};
}

// A list of more rejected rules is nothing that anybody reads.
constexpr std::uint32_t kExplainedRulesMax = 24;

std::optional<StreamFault> refusal_of(const engine::Ruleset& ruleset, const StreamWhistle& whistle) {
  if (!whistle.occurred_at) return StreamFault{whistle.line, "occurred_at", "is missing"};
  if (!whistle.category.empty() && !ruleset.find_category(whistle.category)) {
    return StreamFault{whistle.line, "category", "unknown category '" + whistle.category + "'"};
  }
  if (!whistle.urgency.empty() && !ruleset.find_urgency(whistle.urgency)) {
    return StreamFault{whistle.line, "urgency", "unknown urgency '" + whistle.urgency + "'"};
  }
  return std::nullopt;
}

std::optional<std::string> code_at(const engine::Ruleset& ruleset, const engine::Place& place, v1::Tier tier) {
  if (!place.area) return std::nullopt;
  const auto area = ruleset.ancestor_at(*place.area, tier);
  return area ? std::optional(ruleset.area(*area).code) : std::nullopt;
}

std::vector<std::string> codes_of(const engine::Ruleset& ruleset, const std::vector<engine::PartyIndex>& parties) {
  std::vector<std::string> codes;
  codes.reserve(parties.size());
  for (const engine::PartyIndex party : parties)
    codes.push_back(ruleset.party(party).code);
  return codes;
}

std::vector<std::string> flags_of(const OfflineRouting& routed) {
  std::vector<v1::RouteFlag> flags = routed.place.flags;
  if (routed.routing.fallback != engine::Fallback::None) flags.push_back(v1::ROUTE_FLAG_FELL_BACK);
  for (std::size_t i = 0; i < routed.due.size(); ++i) {
    if (!routed.due[i] || !routed.due[i]->past_data_until) continue;
    flags.push_back(static_cast<v1::RouteFlag>(v1::ROUTE_FLAG_ACK_PAST_DATA_UNTIL + static_cast<int>(i)));
  }
  std::sort(flags.begin(), flags.end());
  std::vector<std::string> words;
  words.reserve(flags.size());
  for (const v1::RouteFlag flag : flags)
    words.emplace_back(word_of(flag));
  return words;
}

std::string_view condition_word(engine::RejectedBy condition) {
  switch (condition) {
    case engine::RejectedBy::Kind:
      return "kind";
    case engine::RejectedBy::Source:
      return "source";
    case engine::RejectedBy::Category:
      return "category";
    case engine::RejectedBy::Class:
      return "class";
    case engine::RejectedBy::Place:
      return "place";
    case engine::RejectedBy::EstateType:
      return "estate_type";
    case engine::RejectedBy::InsideEstate:
      return "inside_estate";
    case engine::RejectedBy::Watched:
      return "watched";
    case engine::RejectedBy::Urgency:
      return "urgency";
    case engine::RejectedBy::Area:
      return "area";
    case engine::RejectedBy::Hours:
      return "hours";
  }
  return "";
}

std::string place_words(const engine::Ruleset& ruleset, const engine::Place& place) {
  std::string how(word_of(place.how));
  if (!place.area) return how;
  const engine::Area& area = ruleset.area(*place.area);
  std::string text = "placed in " + std::string(word_of(area.tier)) + " " + area.code;
  if (place.estate) text += ", estate " + ruleset.estate(*place.estate).code;
  return text + " by " + how;
}

std::string lead_words(const engine::Ruleset& ruleset, const OfflineRouting& routed) {
  const engine::Route& rule = ruleset.route(routed.routing.rule);
  std::string text = "lead " + selector_words(ruleset, rule.lead);
  if (rule.lead.kind == v1::SELECTOR_KIND_DUTY) {
    const bool said = routed.question.category && ruleset.category(*routed.question.category).duty;
    text +=
        said ? ", " + selector_words(ruleset, *ruleset.category(*routed.question.category).duty) : " of no category";
  }
  if (routed.routing.fallback == engine::Fallback::Community) text += ", which finds nobody: its community";
  if (routed.routing.fallback == engine::Fallback::Desk) text += ", which finds nobody: the desk";
  return text;
}

}  // namespace

tl::expected<OfflineRouting, StreamFault> route_offline(const engine::Ruleset& ruleset, const StreamWhistle& whistle) {
  if (auto refusal = refusal_of(ruleset, whistle)) return tl::unexpected(std::move(*refusal));
  OfflineRouting routed;
  routed.place = engine::locate(ruleset, clues_of(whistle));
  routed.question = {.kind = whistle.kind,
                     .source = whistle.source,
                     .category = ruleset.find_category(whistle.category),
                     .urgency = ruleset.find_urgency(whistle.urgency),
                     .blower = std::nullopt,
                     .at = *whistle.occurred_at};
  routed.routing = engine::route(ruleset, routed.place, routed.question);
  const engine::TicketLimits limits = engine::limits_of(ruleset, routed.question.category, routed.routing.urgency);
  const std::array<const engine::Limit*, 4> by_clock{&limits.ack, &limits.on_site, &limits.resolve, &limits.total};
  for (std::size_t i = 0; i < by_clock.size(); ++i) {
    if (!by_clock[i]->none()) routed.due[i] = ruleset.calendar.deadline(*whistle.occurred_at, *by_clock[i]);
  }
  return routed;
}

WhistleAnswer answer_of(const engine::Ruleset& ruleset, const std::string& key, const OfflineRouting& routed) {
  WhistleAnswer answer;
  answer.key = key;
  answer.place = {
      .grid = code_at(ruleset, routed.place, v1::TIER_GRID),
      .community = code_at(ruleset, routed.place, v1::TIER_COMMUNITY),
      .street = code_at(ruleset, routed.place, v1::TIER_STREET),
      .estate = routed.place.estate ? std::optional(ruleset.estate(*routed.place.estate).code) : std::nullopt,
      .how = std::string(word_of(routed.place.how))};
  answer.rule = ruleset.route(routed.routing.rule).id;
  answer.lead = ruleset.party(routed.routing.lead).code;
  answer.assist = codes_of(ruleset, routed.routing.assist);
  answer.inform = codes_of(ruleset, routed.routing.inform);
  if (routed.routing.against) answer.against = ruleset.party(*routed.routing.against).code;
  if (!routed.routing.hand_off.empty()) answer.hand_off = std::string(routed.routing.hand_off);
  std::array<std::optional<std::string>*, 4> slots{&answer.due.ack, &answer.due.on_site, &answer.due.resolve,
                                                   &answer.due.total};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!routed.due[i]) continue;
    const engine::Instant at = routed.due[i]->at;
    *slots[i] = adapters::district::rfc3339_text(at, ruleset.calendar.offset_at(at));
  }
  answer.flags = flags_of(routed);
  return answer;
}

std::string explanation_of(const engine::Ruleset& ruleset, const OfflineRouting& routed) {
  std::string text = place_words(ruleset, routed.place);
  std::size_t left_out = 0;
  for (std::uint32_t i = 0; i < routed.routing.rule.value; ++i) {
    const engine::Route& nearer = ruleset.routes[i];
    const auto why =
        engine::rejects(ruleset, nearer, routed.place, routed.question, routed.routing.urgency, routed.routing.hours);
    if (!why) continue;
    if (i < kExplainedRulesMax) {
      text += "; not " + nearer.id + " (" + std::string(condition_word(*why)) + ")";
    } else {
      ++left_out;
    }
  }
  if (left_out > 0) text += "; nor " + std::to_string(left_out) + " more";
  text += "; rule " + ruleset.route(routed.routing.rule).id + "; " + lead_words(ruleset, routed);
  if (routed.routing.assist_unfound > 0) {
    text += "; " + std::to_string(routed.routing.assist_unfound) + " of its assistants find nobody";
  }
  return text;
}

}  // namespace whistle::tools
