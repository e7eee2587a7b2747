// Advice on rules and ladders; the header is advice.h.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/district/advice.h"
#include "adapters/district/words.h"
#include "engine/limit.h"

namespace whistle::adapters::district {
namespace {

// Whether everything that `narrow` allows, `wide` allows too; an empty list allows all.
template <typename T, typename Within>
bool allows(const std::vector<T>& wide, const std::vector<T>& narrow, const Within& within) {
  if (wide.empty()) return true;
  if (narrow.empty()) return false;
  return std::all_of(narrow.begin(), narrow.end(), [&](const T& one) {
    return std::any_of(wide.begin(), wide.end(), [&](const T& other) { return within(one, other); });
  });
}

template <typename T>
bool allows(const std::vector<T>& wide, const std::vector<T>& narrow) {
  return allows(wide, narrow, [](const T& a, const T& b) { return a == b; });
}

// A condition on the estate holds at an estate alone.
std::vector<v1::PlaceClass> places_of(const engine::RouteCondition& when) {
  if (when.places.empty() && (!when.estate_types.empty() || when.watched)) return {v1::PLACE_CLASS_ESTATE};
  return when.places;
}

// Whether `wide` holds wherever `narrow` does. Never wrongly true.
bool covers(const engine::Ruleset& ruleset, const engine::RouteCondition& wide, const engine::RouteCondition& narrow) {
  const auto category_within = [&](engine::CategoryIndex one, engine::CategoryIndex other) {
    return ruleset.is_or_below(one, other);
  };
  const auto area_within = [&](engine::AreaIndex one, engine::AreaIndex other) { return ruleset.contains(other, one); };
  return allows(wide.kinds, narrow.kinds) && allows(wide.sources, narrow.sources) &&
         allows(wide.categories, narrow.categories, category_within) && allows(wide.classes, narrow.classes) &&
         allows(wide.places, places_of(narrow)) && allows(wide.estate_types, narrow.estate_types) &&
         (!wide.inside_estate || narrow.inside_estate) && (!wide.watched || wide.watched == narrow.watched) &&
         allows(wide.urgencies, narrow.urgencies) && allows(wide.areas, narrow.areas, area_within) &&
         allows(wide.hours, narrow.hours);
}

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

bool is_working_time(const engine::Limit& limit) {
  return !limit.none() && (limit.unit == v1::LIMIT_UNIT_WORKING_HOURS || limit.unit == v1::LIMIT_UNIT_WORKING_DAYS);
}

bool means_desk(const engine::Ruleset& ruleset, const engine::Selector& selector) {
  return (selector.kind == v1::SELECTOR_KIND_PARTY && selector.party == ruleset.desk) ||
         (selector.kind == v1::SELECTOR_KIND_TIER && selector.tier == v1::TIER_DISTRICT);
}

class LadderAdvice {
 public:
  LadderAdvice(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics)
      : district_(district), ruleset_(ruleset), report_(diagnostics, "clocks.yaml") {}

  void look_at(std::uint32_t index) {
    const engine::Ladder& ladder = ruleset_.clocks.ladders[index];
    line_ = district_.lines.ladders[index];
    for (const auto& [clock, steps] : steps_of(ladder)) {
      const bool needed = clock == "ack" || clock == "resolve";
      if (steps->empty() && needed) warn(Fault::LadderWithoutSteps, {ladder.name, std::string(clock)});
      if (steps->empty()) continue;
      look_at_steps(ladder, clock, *steps);
    }
    look_at_urgency(ladder);
  }

  // Kinds of parties that could lead, and no ladder is theirs.
  void look_at_kinds() {
    std::vector<v1::PartyKind> seen;
    for (std::size_t i = 0; i < ruleset_.parties.size(); ++i) {
      const engine::Party& party = ruleset_.parties[i];
      if (std::find(seen.begin(), seen.end(), party.kind) != seen.end()) continue;
      seen.push_back(party.kind);
      const bool bound = std::any_of(ruleset_.clocks.ladders.begin(), ruleset_.clocks.ladders.end(),
                                     [&](const engine::Ladder& ladder) { return applies(ladder, party.kind); });
      line_ = 0;
      if (!bound) warn(Fault::KindWithoutLadder, {std::string(word_of(party.kind)), party.code});
    }
  }

 private:
  void warn(Fault fault, std::vector<std::string> args) { report_.warning({line_, 0}, fault, std::move(args)); }

  static bool applies(const engine::Ladder& ladder, v1::PartyKind kind) {
    return std::find(ladder.applies_to.begin(), ladder.applies_to.end(), kind) != ladder.applies_to.end();
  }

  void look_at_steps(const engine::Ladder& ladder, std::string_view clock,
                     const std::vector<engine::LadderStep>& steps) {
    if (!means_desk(ruleset_, steps.back().target)) warn(Fault::LadderNotToDesk, {ladder.name, std::string(clock)});
    for (std::size_t i = 1; i < steps.size(); ++i) {
      const engine::Limit& before = steps[i - 1].after;
      const engine::Limit& after = steps[i].after;
      const bool comparable = before.unit == after.unit || after.none();
      if (comparable && after.count < before.count) {
        warn(Fault::LadderStepBack, {ladder.name, std::string(clock), std::to_string(i + 1)});
      }
    }
    const bool asks_heads = std::any_of(steps.begin(), steps.end(), [](const engine::LadderStep& step) {
      return step.target.kind == v1::SELECTOR_KIND_HEAD;
    });
    if (!asks_heads) return;
    for (const engine::Party& party : ruleset_.parties) {
      if (party.head || !applies(ladder, party.kind)) continue;
      warn(Fault::LadderHeadless, {ladder.name, party.code});
      return;
    }
  }

  // Urgencies that some category has and whose own clocks run day and night must not climb by office hours.
  void look_at_urgency(const engine::Ladder& ladder) {
    for (std::uint32_t u = 0; u + 1 < ruleset_.clocks.urgencies.size(); ++u) {
      if (ladder.urgency ? ladder.urgency->value != u : replaced(ladder, u)) continue;
      if (!has_category(engine::UrgencyIndex{u}) || !runs_day_and_night(ruleset_.clocks.urgencies[u])) continue;
      for (const auto& [clock, steps] : steps_of(ladder)) {
        const auto slow = std::find_if(steps->begin(), steps->end(),
                                       [](const engine::LadderStep& step) { return is_working_time(step.after); });
        if (slow == steps->end()) continue;
        warn(Fault::UrgentByWorkingTime,
             {ladder.name, ruleset_.clocks.urgencies[u].name, std::string(clock), engine::to_string(slow->after)});
        break;
      }
    }
  }

  // Whether every kind of an unbound ladder has a ladder of its own for the urgency.
  bool replaced(const engine::Ladder& ladder, std::uint32_t urgency) const {
    return std::all_of(ladder.applies_to.begin(), ladder.applies_to.end(), [&](v1::PartyKind kind) {
      return std::any_of(ruleset_.clocks.ladders.begin(), ruleset_.clocks.ladders.end(),
                         [&](const engine::Ladder& other) {
                           return other.urgency && other.urgency->value == urgency && applies(other, kind);
                         });
    });
  }

  bool has_category(engine::UrgencyIndex urgency) const {
    return std::any_of(ruleset_.categories.begin(), ruleset_.categories.end(),
                       [&](const engine::Category& category) { return category.urgency == urgency; });
  }

  static bool runs_day_and_night(const engine::Urgency& urgency) {
    const auto continuous = [](const engine::Limit& limit) {
      return !limit.none() && (limit.unit == v1::LIMIT_UNIT_MINUTES || limit.unit == v1::LIMIT_UNIT_CONTINUOUS_HOURS);
    };
    return continuous(urgency.ack) || continuous(urgency.on_site) || continuous(urgency.resolve);
  }

  const CompiledDistrict& district_;
  const engine::Ruleset& ruleset_;
  FileReport report_;
  std::uint32_t line_ = 0;
};

}  // namespace

std::optional<std::size_t> shadowing_rule(const engine::Ruleset& ruleset, std::size_t rule) {
  for (std::size_t earlier = 0; earlier < rule; ++earlier) {
    if (covers(ruleset, ruleset.routes[earlier].when, ruleset.routes[rule].when)) return earlier;
  }
  return std::nullopt;
}

void advise_on_routes(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  const FileReport report(diagnostics, "routes.yaml");
  for (std::size_t i = 1; i < ruleset.routes.size(); ++i) {
    const auto earlier = shadowing_rule(ruleset, i);
    if (!earlier) continue;
    report.warning(
        {district.lines.routes[i], 0}, Fault::RuleShadowed,
        {ruleset.routes[i].id, ruleset.routes[*earlier].id, std::to_string(district.lines.routes[*earlier])});
  }
}

void advise_on_ladders(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  LadderAdvice advice(district, ruleset, diagnostics);
  for (std::uint32_t i = 0; i < ruleset.clocks.ladders.size(); ++i)
    advice.look_at(i);
  advice.look_at_kinds();
}

}  // namespace whistle::adapters::district
