#include "adapters/district/routes_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "adapters/district/cells.h"
#include "adapters/district/limits.h"
#include "adapters/district/selector_text.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 1> kDocumentKeys{{{"routes"}}};
constexpr std::array<YamlKey, 8> kRuleKeys{{{"id"},
                                            {"when", false},
                                            {"lead"},
                                            {"assist", false},
                                            {"inform", false},
                                            {"against", false},
                                            {"hand_off", false},
                                            {"ladder", false}}};
constexpr std::array<YamlKey, 11> kConditionKeys{{{"kind", false},
                                                  {"source", false},
                                                  {"category", false},
                                                  {"class", false},
                                                  {"place", false},
                                                  {"estate_type", false},
                                                  {"inside_estate", false},
                                                  {"watched", false},
                                                  {"urgency", false},
                                                  {"area", false},
                                                  {"hours", false}}};
constexpr std::size_t kHandOffBytesMax = 32;

// Indexes of the names that a condition lists, ascending.
template <typename Resolve>
void add_indexes(const YamlFields& fields, std::string_view key, google::protobuf::RepeatedField<std::uint32_t>* into,
                 const Resolve& resolve) {
  std::vector<std::uint32_t> indexes;
  for (const YamlNode* node : fields.one_or_more(key)) {
    if (const auto index = resolve(*node)) indexes.push_back(*index);
  }
  std::sort(indexes.begin(), indexes.end());
  into->Add(indexes.begin(), indexes.end());
}

void read_condition(const FileReport& report, const YamlNode& node, const RouteNames& names, v1::RouteCondition& when) {
  const YamlFields fields(report, node, kConditionKeys);
  for (const auto kind : fields.word_list<v1::WhistleKind>("kind", "whistle kind"))
    when.add_kinds(kind);
  for (const auto source : fields.word_list<v1::Source>("source", "source"))
    when.add_sources(source);
  for (const auto one : fields.word_list<v1::CategoryClass>("class", "class"))
    when.add_classes(one);
  for (const auto place : fields.word_list<v1::PlaceClass>("place", "place"))
    when.add_places(place);
  for (const auto type : fields.word_list<v1::EstateType>("estate_type", "estate type"))
    when.add_estate_types(type);
  for (const auto hours : fields.word_list<v1::HourClass>("hours", "hour class"))
    when.add_hours(hours);
  add_indexes(fields, "category", when.mutable_category_indexes(), [&](const YamlNode& one) {
    return names.categories.names.resolve(report, one.at, "category", "category", one.text);
  });
  add_indexes(fields, "area", when.mutable_area_indexes(),
              [&](const YamlNode& one) { return names.areas.names.resolve(report, one.at, "area", "area", one.text); });
  add_indexes(fields, "urgency", when.mutable_urgency_indexes(),
              [&](const YamlNode& one) { return names.clocks.urgencies.resolve(report, one.at, "urgency", one.text); });
  if (const YamlNode* inside = fields.scalar("inside_estate")) {
    when.set_inside_estate(inside->text == "estate");
    if (inside->text != "estate") fields.error(inside->at, "inside_estate", Fault::InsideEstateWord, {inside->text});
  }
  if (const auto watched = fields.boolean("watched")) when.set_watched(*watched);
}

std::optional<v1::Selector> read_selector(const YamlFields& fields, std::string_view key, const RouteNames& names) {
  const YamlNode* node = fields.scalar(key);
  if (node == nullptr) return std::nullopt;
  return parse_selector(fields.report(), node->at, key, node->text, SelectorPlace::Route, names.parties);
}

void read_selectors(const YamlFields& fields, std::string_view key, const RouteNames& names,
                    google::protobuf::RepeatedPtrField<v1::Selector>* into) {
  for (const YamlNode* node : fields.one_or_more(key)) {
    const auto selector =
        parse_selector(fields.report(), node->at, key, node->text, SelectorPlace::Route, names.parties);
    if (selector) *into->Add() = *selector;
  }
}

void read_hand_off(const YamlFields& fields, v1::Route& route) {
  const YamlNode* node = fields.scalar("hand_off");
  if (node == nullptr) return;
  if (node->text.empty() || node->text.size() > kHandOffBytesMax ||
      node->text.find_first_not_of("+0123456789 -") != std::string::npos) {
    return fields.error(node->at, "hand_off", Fault::BadHandOff, {node->text});
  }
  route.set_hand_off(node->text);
}

v1::Route read_rule(const FileReport& report, const YamlNode& node, const RouteNames& names) {
  const YamlFields fields(report, node, kRuleKeys);
  v1::Route route;
  if (const YamlNode* id = fields.scalar("id")) {
    if (!is_code(id->text)) fields.error(id->at, "id", Fault::BadCode, {id->text});
    route.set_id(id->text);
  }
  const YamlNode* when = fields.find("when");
  if (when != nullptr) read_condition(report, *when, names, *route.mutable_when());
  if (when != nullptr && when->entries.empty()) route.clear_when();
  if (const auto lead = read_selector(fields, "lead", names)) *route.mutable_lead() = *lead;
  read_selectors(fields, "assist", names, route.mutable_assist());
  read_selectors(fields, "inform", names, route.mutable_inform());
  if (const auto against = read_selector(fields, "against", names)) *route.mutable_against() = *against;
  read_hand_off(fields, route);
  if (const YamlNode* ladder = fields.scalar("ladder")) {
    const auto index = names.clocks.ladders.resolve(report, ladder->at, "ladder", "ladder", ladder->text);
    if (index) route.set_ladder_index(*index);
  }
  return route;
}

void check_ids(const FileReport& report, const YamlNode& list) {
  std::map<std::string, std::uint32_t> lines;
  for (const YamlNode& node : list.items) {
    const YamlNode* id = node.find("id");
    if (id == nullptr || id->text.empty()) continue;
    const auto [found, fresh] = lines.try_emplace(id->text, id->at.line);
    if (!fresh)
      report.error(id->at, Fault::RepeatedCode, {"rule", id->text, std::to_string(found->second)}, {"id", {}});
  }
}

void check_last(const FileReport& report, const YamlNode& list) {
  const YamlNode& last = list.items.back();
  const YamlNode* when = last.find("when");
  if (when != nullptr && !when->entries.empty()) report.error(when->at, Fault::LastRuleHasCondition, {}, {"when", {}});
}

}  // namespace

RouteList read_routes(const FileReport& report, std::string_view bytes, const RouteNames& names) {
  RouteList routes;
  const auto document = read_yaml(report, bytes);
  if (!document) return routes;
  const YamlFields fields(report, *document, kDocumentKeys);
  const YamlNode* list = fields.list("routes");
  if (list == nullptr) return routes;
  if (list->items.empty()) {
    report.error(list->at, Fault::NoRules);
    return routes;
  }
  if (list->items.size() > kRoutesMax) {
    report.error(list->at, Fault::TooManyItems, {std::to_string(kRoutesMax)}, {"routes", {}});
    return routes;
  }
  for (const YamlNode& node : list->items) {
    *routes.rules.add_routes() = read_rule(report, node, names);
    routes.lines.push_back(node.at.line);
  }
  check_ids(report, *list);
  check_last(report, *list);
  return routes;
}

}  // namespace whistle::adapters::district
