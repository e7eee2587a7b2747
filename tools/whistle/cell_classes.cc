#include "tools/whistle/cell_classes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "engine/duty.h"

namespace whistle::tools {

namespace {

using engine::RouteCondition;
using engine::Ruleset;
using engine::Selector;
using Signature = std::vector<std::uint32_t>;

constexpr std::uint32_t kNobody = UINT32_MAX;

template <typename Asks>
bool any_rule(const Ruleset& ruleset, const Asks& asks) {
  return std::ranges::any_of(ruleset.routes, [&](const engine::Route& route) { return asks(route.when); });
}

template <typename T>
bool names(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

PlaceOfDistrict area_place(const Ruleset& ruleset, std::uint32_t index) {
  const auto& area = ruleset.areas[index];
  const bool grid = area.tier == v1::TIER_GRID;
  PlaceOfDistrict one;
  one.code = area.code;
  one.place.how = grid ? v1::LOCATED_BY_GRID : v1::LOCATED_BY_AREA;
  one.place.place_class = grid ? v1::PLACE_CLASS_GRID : v1::PLACE_CLASS_AREA;
  one.place.area = engine::AreaIndex{index};
  return one;
}

std::vector<PlaceOfDistrict> places_of(const Ruleset& ruleset) {
  std::vector<PlaceOfDistrict> places;
  for (std::uint32_t i = 0; i < ruleset.areas.size(); ++i)
    places.push_back(area_place(ruleset, i));
  for (std::uint32_t i = 0; i < ruleset.estates.size(); ++i) {
    for (const auto grid : ruleset.estates[i].grids) {
      auto& one = places.emplace_back(area_place(ruleset, grid.value));
      one.code = ruleset.estates[i].code;
      one.place.how = v1::LOCATED_BY_ESTATE;
      one.place.place_class = v1::PLACE_CLASS_ESTATE;
      one.place.estate = engine::EstateIndex{i};
    }
  }
  places.emplace_back();
  return places;
}

// What rules and catalogue may ask of a place.
struct Asked {
  std::set<std::string, std::less<>> duty_words;
  std::set<engine::AreaIndex> areas;
};

Asked asked_by(const Ruleset& ruleset) {
  Asked asked;
  const auto note = [&](const Selector& selector) {
    if (selector.kind == v1::SELECTOR_KIND_DUTY_WORD) asked.duty_words.insert(selector.word);
  };
  for (const auto& route : ruleset.routes) {
    note(route.lead);
    std::ranges::for_each(route.assist, note);
    std::ranges::for_each(route.inform, note);
    if (route.against) note(*route.against);
    asked.areas.insert(route.when.areas.begin(), route.when.areas.end());
  }
  for (const auto& category : ruleset.categories) {
    if (category.duty) note(*category.duty);
  }
  return asked;
}

Signature signature_of(const Ruleset& ruleset, const Asked& asked, const engine::Place& place) {
  const auto number = [](std::optional<engine::PartyIndex> party) { return party ? party->value : kNobody; };
  Signature signature{static_cast<std::uint32_t>(place.place_class)};
  if (place.estate) {
    const auto& estate = ruleset.estate(*place.estate);
    signature.insert(signature.end(),
                     {static_cast<std::uint32_t>(estate.type), estate.watched ? 1U : 0U, estate.party.value});
  }
  for (const auto& word : asked.duty_words)
    signature.push_back(number(engine::party_for_duty(ruleset, place, word)));
  signature.push_back(number(engine::party_for_tier(ruleset, place, v1::TIER_COMMUNITY)));
  signature.push_back(number(engine::party_for_tier(ruleset, place, v1::TIER_STREET)));
  for (const auto area : asked.areas)
    signature.push_back(place.area && ruleset.contains(area, *place.area) ? 1 : 0);
  return signature;
}

// An instant of each hour class, looked for through two weeks; a calendar that knows one class only has one.
std::vector<engine::Instant> hours_of(const Ruleset& ruleset) {
  std::optional<engine::Instant> working;
  std::optional<engine::Instant> off;
  constexpr std::int64_t kStart = 19'700;    // any day that lies in the calendar's years
  constexpr std::int64_t kTwoWeeks = 1'344;  // in quarters of an hour
  for (std::int64_t quarter = 0; quarter < kTwoWeeks && !(working && off); ++quarter) {
    const engine::Instant at{(kStart * 86'400 + quarter * 900) * 1'000'000};
    (ruleset.calendar.is_working(at) ? working : off) = at;
  }
  std::vector<engine::Instant> instants;
  for (const auto& at : {working, off}) {
    if (at) instants.push_back(*at);
  }
  return instants;
}

std::vector<engine::RouteQuestion> circumstances_of(const Ruleset& ruleset) {
  std::vector<engine::RouteQuestion> questions;
  const auto hours = hours_of(ruleset);
  for (int kind = v1::WhistleKind_MIN + 1; kind <= v1::WhistleKind_MAX; ++kind) {
    for (int source = v1::Source_MIN + 1; source <= v1::Source_MAX; ++source) {
      for (std::uint32_t urgency = 0; urgency < ruleset.clocks.urgencies.size(); ++urgency) {
        for (const auto at : hours) {
          auto& question = questions.emplace_back();
          question.kind = static_cast<v1::WhistleKind>(kind);
          question.source = static_cast<v1::Source>(source);
          question.urgency = engine::UrgencyIndex{urgency};
          question.at = at;
        }
      }
    }
  }
  return questions;
}

// What the rules can tell apart of a circumstance: each value that some rule names, and one number for all others.
Signature signature_of(const Ruleset& ruleset, const engine::RouteQuestion& question) {
  const bool kind = any_rule(ruleset, [&](const RouteCondition& when) { return names(when.kinds, question.kind); });
  const bool source =
      any_rule(ruleset, [&](const RouteCondition& when) { return names(when.sources, question.source); });
  // A category's own urgency may be higher than the one said, so that any one that is asked for tells all apart.
  const bool urgency = any_rule(ruleset, [](const RouteCondition& when) { return !when.urgencies.empty(); });
  const bool hours = any_rule(ruleset, [](const RouteCondition& when) { return !when.hours.empty(); });
  return {kind ? static_cast<std::uint32_t>(question.kind) : 0,
          source ? static_cast<std::uint32_t>(question.source) : 0, urgency ? question.urgency->value : 0,
          hours && ruleset.calendar.is_working(question.at) ? 1U : 0U};
}

template <typename Item, typename SignatureOf>
std::vector<std::vector<std::uint32_t>> grouped(const std::vector<Item>& items, const SignatureOf& signature) {
  std::map<Signature, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> classes;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const auto [known, is_new] = numbers.try_emplace(signature(items[i]), classes.size());
    if (is_new) classes.emplace_back();
    classes[known->second].push_back(i);
  }
  return classes;
}

}  // namespace

CellClasses classes_of(const Ruleset& ruleset) {
  CellClasses classes;
  classes.places = places_of(ruleset);
  classes.circumstances = circumstances_of(ruleset);
  const Asked asked = asked_by(ruleset);
  classes.place_classes =
      grouped(classes.places, [&](const PlaceOfDistrict& one) { return signature_of(ruleset, asked, one.place); });
  classes.circumstance_classes = grouped(
      classes.circumstances, [&](const engine::RouteQuestion& question) { return signature_of(ruleset, question); });
  return classes;
}

}  // namespace whistle::tools
