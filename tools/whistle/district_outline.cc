#include "tools/whistle/district_outline.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <boost/json.hpp>

#include "adapters/district/selector_text.h"
#include "adapters/district/words.h"

namespace whistle::tools {
namespace {

namespace json = boost::json;
using adapters::district::word_of;

struct NamedSteps {
  std::string_view clock;
  const std::vector<engine::LadderStep>* steps;
};

std::array<NamedSteps, 6> steps_of(const engine::Ladder& ladder) {
  return {{{"ack", &ladder.ack},
           {"on_site", &ladder.on_site},
           {"resolve", &ladder.resolve},
           {"arbitrate", &ladder.arbitrate},
           {"verify", &ladder.verify},
           {"total", &ladder.total}}};
}

struct NamedLimit {
  std::string_view clock;
  const engine::Limit* limit;
};

std::array<NamedLimit, 6> limits_of(const engine::Urgency& urgency) {
  return {{{"ack", &urgency.ack},
           {"on_site", &urgency.on_site},
           {"resolve", &urgency.resolve},
           {"arbitrate", &urgency.arbitrate},
           {"verify", &urgency.verify},
           {"total", &urgency.total}}};
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += between;
    text += item;
  }
  return text;
}

template <typename Enum>
void add_words(ConditionWords& words, std::string_view key, const std::vector<Enum>& values) {
  if (values.empty()) return;
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const Enum value : values)
    texts.emplace_back(word_of(value));
  words.emplace_back(key, std::move(texts));
}

template <typename Index, typename CodeOf>
void add_codes(ConditionWords& words, std::string_view key, const std::vector<Index>& indexes, const CodeOf& code_of) {
  if (indexes.empty()) return;
  std::vector<std::string> texts;
  texts.reserve(indexes.size());
  for (const Index index : indexes)
    texts.push_back(code_of(index));
  words.emplace_back(key, std::move(texts));
}

std::vector<std::string> words_of(const engine::Ruleset& ruleset, const std::vector<engine::Selector>& selectors) {
  std::vector<std::string> words;
  words.reserve(selectors.size());
  for (const engine::Selector& selector : selectors)
    words.push_back(selector_words(ruleset, selector));
  return words;
}

json::array array_of(const std::vector<std::string>& items) {
  json::array array;
  for (const std::string& item : items)
    array.emplace_back(item);
  return array;
}

std::vector<std::string> kinds_of(const engine::Ladder& ladder) {
  std::vector<std::string> kinds;
  for (const v1::PartyKind kind : ladder.applies_to)
    kinds.emplace_back(word_of(kind));
  return kinds;
}

}  // namespace

std::vector<TreeLine> tree_of(const engine::Ruleset& ruleset) {
  std::vector<std::vector<std::uint32_t>> children(ruleset.areas.size());
  for (std::uint32_t i = 0; i < ruleset.areas.size(); ++i) {
    if (ruleset.areas[i].parent) children[ruleset.areas[i].parent->value].push_back(i);
  }
  std::vector<TreeLine> lines;
  std::vector<TreeLine> waiting{{ruleset.district.value, 0}};
  while (!waiting.empty()) {
    const TreeLine line = waiting.back();
    waiting.pop_back();
    lines.push_back(line);
    for (auto child = children[line.area].rbegin(); child != children[line.area].rend(); ++child) {
      waiting.push_back({*child, line.depth + 1});
    }
  }
  return lines;
}

std::string selector_words(const engine::Ruleset& ruleset, const engine::Selector& selector) {
  v1::Selector message;
  message.set_kind(selector.kind);
  message.set_word(selector.word);
  message.set_tier(selector.tier);
  const bool party = selector.kind == v1::SELECTOR_KIND_PARTY;
  return adapters::district::selector_text(message, party ? ruleset.party(selector.party).code : std::string());
}

ConditionWords condition_words(const engine::Ruleset& ruleset, const engine::RouteCondition& when) {
  ConditionWords words;
  add_words(words, "kind", when.kinds);
  add_words(words, "source", when.sources);
  add_codes(words, "category", when.categories, [&](engine::CategoryIndex one) { return ruleset.category(one).code; });
  add_words(words, "class", when.classes);
  add_words(words, "place", when.places);
  add_words(words, "estate_type", when.estate_types);
  if (when.inside_estate) words.push_back({"inside_estate", {"estate"}});
  if (when.watched) words.push_back({"watched", {*when.watched ? "true" : "false"}});
  add_codes(words, "urgency", when.urgencies, [&](engine::UrgencyIndex one) { return ruleset.urgency(one).name; });
  add_codes(words, "area", when.areas, [&](engine::AreaIndex one) { return ruleset.area(one).code; });
  add_words(words, "hours", when.hours);
  return words;
}

std::string route_text(const engine::Ruleset& ruleset, const engine::Route& route) {
  std::string text = route.id + ":";
  for (const auto& [key, values] : condition_words(ruleset, route.when))
    text += " " + key + " " + joined(values, "|");
  text += " -> " + selector_words(ruleset, route.lead);
  if (!route.assist.empty()) text += ", assist " + joined(words_of(ruleset, route.assist), "+");
  if (!route.inform.empty()) text += ", inform " + joined(words_of(ruleset, route.inform), "+");
  if (route.against) text += ", against " + selector_words(ruleset, *route.against);
  if (!route.hand_off.empty()) text += ", hand off " + route.hand_off;
  if (route.ladder) text += ", ladder " + ruleset.ladder(*route.ladder).name;
  return text;
}

std::vector<std::string> ladder_lines(const engine::Ruleset& ruleset, const engine::Ladder& ladder) {
  std::string head = ladder.name + ": " + joined(kinds_of(ladder), "|");
  if (ladder.urgency) head += ", urgency " + ruleset.urgency(*ladder.urgency).name;
  std::vector<std::string> lines{head + ", reminds every " + engine::to_string(ladder.remind_every)};
  for (const auto& [clock, steps] : steps_of(ladder)) {
    if (steps->empty()) continue;
    std::vector<std::string> texts;
    for (const engine::LadderStep& step : *steps) {
      texts.push_back("after " + engine::to_string(step.after) + " " + std::string(word_of(step.action)) + " " +
                      selector_words(ruleset, step.target));
    }
    lines.push_back("  " + std::string(clock) + ": " + joined(texts, "; "));
  }
  return lines;
}

std::string urgency_text(const engine::Urgency& urgency) {
  std::string text = urgency.name + ":";
  for (const auto& [clock, limit] : limits_of(urgency)) {
    text += (text.ends_with(':') ? " " : ", ") + std::string(clock) + " " + engine::to_string(*limit);
  }
  return text;
}

json::object route_json(const engine::Ruleset& ruleset, const engine::Route& route) {
  json::object when;
  for (const auto& [key, values] : condition_words(ruleset, route.when))
    when[key] = array_of(values);
  return {{"id", route.id},
          {"when", std::move(when)},
          {"lead", selector_words(ruleset, route.lead)},
          {"assist", array_of(words_of(ruleset, route.assist))},
          {"inform", array_of(words_of(ruleset, route.inform))},
          {"against", route.against ? json::value(selector_words(ruleset, *route.against)) : json::value(nullptr)},
          {"hand_off", route.hand_off.empty() ? json::value(nullptr) : json::value(route.hand_off)},
          {"ladder", route.ladder ? json::value(ruleset.ladder(*route.ladder).name) : json::value(nullptr)}};
}

json::object ladder_json(const engine::Ruleset& ruleset, const engine::Ladder& ladder) {
  json::object object;
  object["name"] = ladder.name;
  object["applies_to"] = array_of(kinds_of(ladder));
  object["urgency"] = ladder.urgency ? json::value(ruleset.urgency(*ladder.urgency).name) : json::value(nullptr);
  for (const auto& [clock, steps] : steps_of(ladder)) {
    json::array list;
    for (const engine::LadderStep& step : *steps) {
      list.push_back({{"after", engine::to_string(step.after)},
                      {"do", word_of(step.action)},
                      {"whom", selector_words(ruleset, step.target)}});
    }
    object[clock] = std::move(list);
  }
  object["remind_every"] = engine::to_string(ladder.remind_every);
  return object;
}

json::object urgency_json(const engine::Urgency& urgency) {
  json::object object;
  object["name"] = urgency.name;
  for (const auto& [clock, limit] : limits_of(urgency))
    object[clock] = engine::to_string(*limit);
  return object;
}

}  // namespace whistle::tools
