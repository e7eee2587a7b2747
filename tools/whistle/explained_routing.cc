#include "tools/whistle/explained_routing.h"

#include <algorithm>
#include <string_view>

#include "adapters/district/words.h"
#include "tools/whistle/district_outline.h"
#include "tools/whistle/party_search.h"

namespace whistle::tools {

namespace {

using adapters::district::word_of;
using engine::RejectedBy;

struct Asker {
  const engine::Ruleset& ruleset;
  const engine::Place& place;
  const engine::RouteQuestion& question;
  const engine::Routing& routing;
};

// What the ticket has where a condition asks, in the directory's words.
std::string had(const Asker& asker, RejectedBy condition) {
  const auto& [ruleset, place, question, routing] = asker;
  const auto* row = question.category ? &ruleset.category(*question.category) : nullptr;
  const auto* estate = place.estate ? &ruleset.estate(*place.estate) : nullptr;
  switch (condition) {
    case RejectedBy::Kind:
      return std::string(word_of(question.kind));
    case RejectedBy::Source:
      return std::string(word_of(question.source));
    case RejectedBy::Category:
      return row == nullptr ? "" : row->code;
    case RejectedBy::Class:
      return row == nullptr ? "" : std::string(word_of(row->category_class));
    case RejectedBy::Place:
      return std::string(word_of(place.place_class));
    case RejectedBy::EstateType:
      return estate == nullptr ? "" : std::string(word_of(estate->type));
    case RejectedBy::InsideEstate:
      return "";
    case RejectedBy::Watched:
      return estate == nullptr ? "" : estate->watched ? "true" : "false";
    case RejectedBy::Urgency:
      return ruleset.urgency(routing.urgency).name;
    case RejectedBy::Area:
      return place.area ? ruleset.area(*place.area).code : "";
    case RejectedBy::Hours:
      return std::string(word_of(routing.hours));
  }
  return "";
}

RejectedRule told(const Asker& asker, const engine::Route& rule, RejectedBy condition) {
  RejectedRule rejected{rule.id, condition, {}, had(asker, condition)};
  for (auto& [key, values] : condition_words(asker.ruleset, rule.when)) {
    if (key == condition_key(condition)) rejected.asked = std::move(values);
  }
  return rejected;
}

std::vector<std::string> conditions_of(const engine::Ruleset& ruleset, const engine::RouteCondition& when) {
  std::vector<std::string> texts;
  for (const auto& [key, values] : condition_words(ruleset, when)) {
    std::string text(key);
    for (std::size_t i = 0; i < values.size(); ++i)
      text += (i == 0 ? " " : "|") + values[i];
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

std::string_view condition_key(RejectedBy condition) {
  switch (condition) {
    case RejectedBy::Kind:
      return "kind";
    case RejectedBy::Source:
      return "source";
    case RejectedBy::Category:
      return "category";
    case RejectedBy::Class:
      return "class";
    case RejectedBy::Place:
      return "place";
    case RejectedBy::EstateType:
      return "estate_type";
    case RejectedBy::InsideEstate:
      return "inside_estate";
    case RejectedBy::Watched:
      return "watched";
    case RejectedBy::Urgency:
      return "urgency";
    case RejectedBy::Area:
      return "area";
    case RejectedBy::Hours:
      return "hours";
  }
  return "";
}

engine::Place place_of(const engine::Ruleset& ruleset, const v1::LocatedPlace& recorded) {
  engine::Place place;
  place.how = recorded.how();
  place.place_class = recorded.place_class();
  place.estate = ruleset.find_estate(recorded.estate());
  place.area = ruleset.find_area(recorded.area());
  for (const auto flag : recorded.flags())
    place.flags.push_back(static_cast<v1::RouteFlag>(flag));
  return place;
}

Routed tell_routing(const engine::Ruleset& ruleset, const engine::Place& place, const v1::LocatedPlace& recorded,
                    const engine::RouteQuestion& question, const engine::Routing& routing) {
  const Asker asker{ruleset, place, question, routing};
  const auto& rule = ruleset.route(routing.rule);
  Routed routed;
  routed.place = recorded;
  if (question.category) routed.category = ruleset.category(*question.category).code;
  routed.urgency = ruleset.urgency(routing.urgency).name;
  routed.hours = routing.hours;
  routed.rule = rule.id;
  routed.holds = conditions_of(ruleset, rule.when);
  for (std::uint32_t i = 0; i < routing.rule.value; ++i) {
    const auto why = engine::rejects(ruleset, ruleset.routes[i], place, question, routing.urgency, routing.hours);
    if (why) routed.rejected.push_back(told(asker, ruleset.routes[i], *why));
  }
  engine::SelectorContext context{ruleset, place, question.category, std::nullopt, question.blower};
  routed.lead = search_party(context, rule.lead);
  if (routing.fallback != engine::Fallback::None) routed.fallback = ruleset.party(routing.lead).code;
  context.lead = routing.lead;
  for (const auto& selector : rule.assist)
    routed.assist.push_back(search_party(context, selector));
  for (const auto& selector : rule.inform)
    routed.inform.push_back(search_party(context, selector));
  return routed;
}

}  // namespace whistle::tools
