// The explanation for programs; the header is explanation_text.h.
#include <boost/json.hpp>

#include "tools/whistle/explanation_text.h"
#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

json::value or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

template <typename List, typename ValueOf>
json::array array_of(const List& list, const ValueOf& value_of) {
  json::array array;
  for (const auto& one : list)
    array.push_back(value_of(one));
  return array;
}

json::array strings(const std::vector<std::string>& list) {
  return array_of(list, [](const std::string& one) { return json::value(one); });
}

json::object json_of(const PartySearch& search) {
  return {{"selector", search.selector},
          {"meant", or_null(search.meant)},
          {"unserved", strings(search.unserved)},
          {"serving", or_null(search.serving)},
          {"party", or_null(search.party)}};
}

json::object json_of(const RejectedRule& rule) {
  return {{"rule", rule.rule},
          {"condition", condition_key(rule.condition)},
          {"asked", strings(rule.asked)},
          {"had", or_null(rule.had)}};
}

json::object json_of(const v1::LocatedPlace& place) {
  return {{"how", machine_word(place.how())},
          {"estate", or_null(place.estate())},
          {"area", or_null(place.area())},
          {"flags", array_of(place.flags(),
                             [](int flag) { return json::value(machine_word(static_cast<v1::RouteFlag>(flag))); })}};
}

json::object json_of(const Routed& routed) {
  const auto searches = [](const std::vector<PartySearch>& list) {
    return array_of(list, [](const PartySearch& one) { return json::value(json_of(one)); });
  };
  return {{"place", json_of(routed.place)},
          {"category", or_null(routed.category)},
          {"urgency", routed.urgency},
          {"hours", machine_word(routed.hours)},
          {"rule", routed.rule},
          {"holds", strings(routed.holds)},
          {"rejected", array_of(routed.rejected, [](const RejectedRule& one) { return json::value(json_of(one)); })},
          {"lead", json_of(routed.lead)},
          {"fallback", or_null(routed.fallback)},
          {"assist", searches(routed.assist)},
          {"inform", searches(routed.inform)}};
}

json::object json_of(const v1::ClockName& clock) {
  return {{"part", clock.part()}, {"kind", machine_word(clock.kind())}};
}

json::object json_of(const Climbed& climbed) {
  return {{"clock", json_of(climbed.clock)},   {"charged", or_null(climbed.charged)},
          {"ladder", or_null(climbed.ladder)}, {"step", climbed.step},
          {"after", or_null(climbed.after)},   {"action", machine_word(climbed.action)},
          {"selector", climbed.selector},      {"party", or_null(climbed.party)},
          {"skipped", climbed.skipped}};
}

std::string_view word_of(LimitSource source) {
  switch (source) {
    case LimitSource::Row:
      return "row";
    case LimitSource::RowAbove:
      return "row_above";
    case LimitSource::Urgency:
      return "urgency";
    case LimitSource::Carried:
      return "carried";
    case LimitSource::Reminder:
      return "reminder";
  }
  return {};
}

json::object json_of(const DistrictTime& time, const GivenClock& clock) {
  auto object = json_of(clock.clock);
  object["party"] = or_null(clock.party);
  object["due"] = time.rfc3339(clock.due);
  object["past_data_until"] = clock.past_data_until;
  object["limit"] = or_null(clock.limit);
  object["source"] = word_of(clock.source);
  object["named"] = or_null(clock.named);
  return object;
}

json::value json_of(const std::optional<v1::RequestMade>& was) {
  if (!was) return nullptr;
  return json::object{
      {"kind", machine_word(was->kind())},
      {"party", or_null(was->party())},
      {"arbiter", or_null(was->arbiter())},
      {"reason", was->reason() == v1::RETURN_REASON_UNSPECIFIED ? json::value(nullptr)
                                                                : json::value(machine_word(was->reason()))}};
}

json::object json_of(const DistrictTime& time, const Turn& turn) {
  const bool stays = turn.cause == v1::DISPATCH_CAUSE_UNSPECIFIED;
  return {{"sequence", turn.sequence},
          {"time", time.rfc3339(turn.at)},
          {"member", or_null(turn.actor.member())},
          {"cause", stays ? json::value(nullptr) : json::value(machine_word(turn.cause))},
          {"lead", or_null(turn.lead)},
          {"former", or_null(turn.former)},
          {"ladder", or_null(turn.ladder)},
          {"routed", turn.routed ? json::value(json_of(*turn.routed)) : json::value(nullptr)},
          {"climbed", array_of(turn.climbed, [](const Climbed& one) { return json::value(json_of(one)); })},
          {"granted", json_of(turn.was)},
          {"clocks", array_of(turn.clocks, [&](const GivenClock& one) { return json::value(json_of(time, one)); })}};
}

}  // namespace

json::object explanation_json(const DistrictTime& time, const Explanation& explanation) {
  return {{"turns", array_of(explanation.turns, [&](const Turn& one) { return json::value(json_of(time, one)); })},
          {"agrees", explanation.disagreements.empty()},
          {"disagreements", array_of(explanation.disagreements, [](const Disagreement& one) {
             return json::value(json::object{{"sequence", one.sequence},
                                             {"what", one.what},
                                             {"recorded", one.recorded},
                                             {"recomputed", one.recomputed}});
           })}};
}

}  // namespace whistle::tools
