#include "tools/whistle/totality.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/route.h"

namespace whistle::tools {
namespace {

using engine::RouteCondition;

// A value that is routed, and how many values it stands for.
template <typename T>
struct Class {
  T value{};
  std::uint64_t count = 1;
};

template <typename T, typename Asked>
std::vector<Class<T>> classes_of(const std::vector<T>& values, const Asked& asked) {
  std::vector<Class<T>> classes;
  std::optional<std::size_t> rest;  // the class of what no rule names
  for (const T& value : values) {
    if (!asked(value) && rest) {
      ++classes[*rest].count;
      continue;
    }
    if (!asked(value)) rest = classes.size();
    classes.push_back({value, 1});
  }
  return classes;
}

template <typename Asks>
bool any_rule(const engine::Ruleset& ruleset, const Asks& asks) {
  return std::any_of(ruleset.routes.begin(), ruleset.routes.end(),
                     [&](const engine::Route& route) { return asks(route.when); });
}

std::vector<Class<v1::Source>> source_classes(const engine::Ruleset& ruleset) {
  const std::vector<v1::Source> sources{v1::SOURCE_RESIDENT, v1::SOURCE_GRID_MEMBER, v1::SOURCE_COMMUNITY,
                                        v1::SOURCE_HOTLINE,  v1::SOURCE_PLATFORM,    v1::SOURCE_SENSOR};
  return classes_of(sources, [&](v1::Source source) {
    return any_rule(ruleset, [&](const RouteCondition& when) {
      return std::find(when.sources.begin(), when.sources.end(), source) != when.sources.end();
    });
  });
}

std::vector<Class<v1::WhistleKind>> kind_classes(const engine::Ruleset& ruleset) {
  const bool asked = any_rule(ruleset, [](const RouteCondition& when) { return !when.kinds.empty(); });
  return classes_of<v1::WhistleKind>({v1::WHISTLE_KIND_RESIDENT, v1::WHISTLE_KIND_COMMUNITY},
                                     [&](v1::WhistleKind) { return asked; });
}

std::vector<Class<engine::UrgencyIndex>> urgency_classes(const engine::Ruleset& ruleset) {
  std::vector<engine::UrgencyIndex> urgencies;
  for (std::uint32_t i = 0; i < ruleset.clocks.urgencies.size(); ++i)
    urgencies.emplace_back(i);
  const bool asked = any_rule(ruleset, [](const RouteCondition& when) { return !when.urgencies.empty(); });
  return classes_of(urgencies, [&](engine::UrgencyIndex) { return asked; });
}

// An instant of each hour class, looked for through two weeks; a calendar that knows one class only has one.
std::vector<Class<engine::Instant>> hour_classes(const engine::Ruleset& ruleset) {
  std::optional<engine::Instant> working;
  std::optional<engine::Instant> off;
  constexpr std::int64_t kStart = 19'700;  // any day that lies in the calendar's years
  for (std::int64_t quarter = 0; quarter < 14 * 96 && !(working && off); ++quarter) {
    const engine::Instant at{(kStart * 86'400 + quarter * 900) * 1'000'000};
    (ruleset.calendar.is_working(at) ? working : off) = at;
  }
  const bool asked = any_rule(ruleset, [](const RouteCondition& when) { return !when.hours.empty(); });
  std::vector<engine::Instant> instants;
  for (const auto& at : {working, off}) {
    if (at) instants.push_back(*at);
  }
  return classes_of(instants, [&](engine::Instant) { return asked; });
}

std::vector<engine::Place> places_of(const engine::Ruleset& ruleset) {
  std::vector<engine::Place> places;
  for (std::uint32_t i = 0; i < ruleset.areas.size(); ++i) {
    if (ruleset.areas[i].tier != v1::TIER_GRID) continue;
    engine::Place& place = places.emplace_back();
    place.how = v1::LOCATED_BY_GRID;
    place.place_class = v1::PLACE_CLASS_GRID;
    place.area = engine::AreaIndex{i};
  }
  for (std::uint32_t i = 0; i < ruleset.estates.size(); ++i) {
    engine::Place& place = places.emplace_back();
    place.how = v1::LOCATED_BY_ESTATE;
    place.place_class = v1::PLACE_CLASS_ESTATE;
    place.estate = engine::EstateIndex{i};
    place.area = ruleset.estates[i].grids.front();
  }
  return places;
}

// The dimensions that most rules leave alone.
struct Circumstance {
  engine::RouteQuestion question;
  std::uint64_t count = 1;
};

std::vector<Circumstance> circumstances_of(const engine::Ruleset& ruleset) {
  std::vector<Circumstance> circumstances;
  for (const auto& kind : kind_classes(ruleset)) {
    for (const auto& source : source_classes(ruleset)) {
      for (const auto& urgency : urgency_classes(ruleset)) {
        for (const auto& at : hour_classes(ruleset)) {
          Circumstance& one = circumstances.emplace_back();
          one.question.kind = kind.value;
          one.question.source = source.value;
          one.question.urgency = urgency.value;
          one.question.at = at.value;
          one.count = kind.count * source.count * urgency.count * at.count;
        }
      }
    }
  }
  return circumstances;
}

}  // namespace

Totality count_cells(const engine::Ruleset& ruleset) {
  Totality totality;
  const std::vector<engine::Place> places = places_of(ruleset);
  std::vector<Circumstance> circumstances = circumstances_of(ruleset);
  for (std::size_t c = 0; c <= ruleset.categories.size(); ++c) {
    const bool none = c == ruleset.categories.size();
    std::uint64_t fell_back = 0;
    for (Circumstance& one : circumstances) {
      one.question.category = none ? std::nullopt : std::optional(engine::CategoryIndex{static_cast<std::uint32_t>(c)});
      for (const engine::Place& place : places) {
        const engine::Routing routing = engine::route(ruleset, place, one.question);
        totality.cells += one.count;
        ++totality.classes;
        if (routing.fallback != engine::Fallback::None) {
          fell_back += one.count;
        } else if (routing.lead == ruleset.desk) {
          totality.desk += one.count;
        }
      }
    }
    totality.fell_back += fell_back;
    if (fell_back > 0) totality.fell_back_by_category[none ? "-" : ruleset.categories[c].code] = fell_back;
  }
  return totality;
}

}  // namespace whistle::tools
