#include "tools/whistle/cell_changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "engine/route.h"
#include "tools/whistle/cell_classes.h"

namespace whistle::tools {

namespace {

using engine::Ruleset;

// What both rulesets call an item of a list, and in which class of the list it is there.
struct Classed {
  std::uint32_t item = 0;
  std::uint32_t of_class = 0;
};
template <typename Name>
using ByName = std::map<Name, Classed>;

template <typename NameOf>
auto by_name(const std::vector<std::vector<std::uint32_t>>& classes, const NameOf& name_of) {
  ByName<decltype(name_of(0U))> named;
  for (std::uint32_t of_class = 0; of_class < classes.size(); ++of_class) {
    for (const auto item : classes[of_class])
      named[name_of(item)] = {item, of_class};
  }
  return named;
}

// An item of each list that stands for so many of which neither ruleset can tell one from the other.
struct Pair {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  std::uint64_t count = 0;
};

template <typename Name>
std::vector<Pair> paired(const ByName<Name>& before, const ByName<Name>& after) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, Pair> pairs;
  for (const auto& [name, one] : before) {
    const auto other = after.find(name);
    if (other == after.end()) continue;
    auto& pair = pairs[{one.of_class, other->second.of_class}];
    if (pair.count++ == 0) pair = {one.item, other->second.item, 1};
  }
  std::vector<Pair> list;
  list.reserve(pairs.size());
  for (const auto& [classes, pair] : pairs)
    list.push_back(pair);
  return list;
}

auto places_by_name(const Ruleset& ruleset, const CellClasses& classes) {
  return by_name(classes.place_classes, [&](std::uint32_t number) {
    const auto& one = classes.places[number];
    const bool grid = one.place.estate && one.place.area;  // an estate lies in several
    return std::tuple(one.place.place_class, one.code, grid ? ruleset.area(*one.place.area).code : std::string());
  });
}

auto circumstances_by_name(const Ruleset& ruleset, const CellClasses& classes) {
  return by_name(classes.circumstance_classes, [&](std::uint32_t number) {
    const auto& one = classes.circumstances[number];
    return std::tuple(one.kind, one.source, ruleset.urgency(*one.urgency).name, ruleset.calendar.is_working(one.at));
  });
}

std::vector<std::string> assistants(const Ruleset& ruleset, const engine::Routing& routing) {
  std::vector<std::string> codes;
  for (const auto party : routing.assist)
    codes.push_back(ruleset.party(party).code);
  std::ranges::sort(codes);
  return codes;
}

class Comparison {
 public:
  Comparison(const Ruleset& before, const Ruleset& after)
      : before_(before), after_(after), before_classes_(classes_of(before)), after_classes_(classes_of(after)) {}

  CellChanges run() {
    const auto places = paired(places_by_name(before_, before_classes_), places_by_name(after_, after_classes_));
    const auto circumstances =
        paired(circumstances_by_name(before_, before_classes_), circumstances_by_name(after_, after_classes_));
    const auto look_at_all = [&](const std::string& code, std::optional<engine::CategoryIndex> before,
                                 std::optional<engine::CategoryIndex> after) {
      for (const auto& place : places) {
        for (const auto& circumstance : circumstances)
          look_at(code, place, circumstance, before, after);
      }
    };
    look_at_all("", std::nullopt, std::nullopt);
    for (std::uint32_t i = 0; i < before_.categories.size(); ++i) {
      const auto& code = before_.categories[i].code;
      if (const auto after = after_.find_category(code)) look_at_all(code, engine::CategoryIndex{i}, after);
    }
    for (auto& [lists, change] : assist_) {
      AssistChange named{lists.first, lists.second, {}, change.second};
      named.categories.assign(change.first.begin(), change.first.end());
      changes_.assist.push_back(std::move(named));
    }
    return std::move(changes_);
  }

 private:
  void look_at(const std::string& code, const Pair& place, const Pair& circumstance,
               std::optional<engine::CategoryIndex> before, std::optional<engine::CategoryIndex> after) {
    auto asked_before = before_classes_.circumstances[circumstance.before];
    auto asked_after = after_classes_.circumstances[circumstance.after];
    asked_before.category = before;
    asked_after.category = after;
    const auto was = engine::route(before_, before_classes_.places[place.before].place, asked_before);
    const auto is = engine::route(after_, after_classes_.places[place.after].place, asked_after);
    const auto cells = place.count * circumstance.count;
    changes_.cells += cells;
    if (before_.party(was.lead).code != after_.party(is.lead).code) changes_.other_lead += cells;
    auto assisted = assistants(before_, was);
    auto assists = assistants(after_, is);
    if (assisted == assists) return;
    changes_.other_assist += cells;
    auto& change = assist_[{std::move(assisted), std::move(assists)}];
    change.first.insert(code);
    change.second += cells;
  }

  const Ruleset& before_;
  const Ruleset& after_;
  const CellClasses before_classes_, after_classes_;
  std::map<std::pair<std::vector<std::string>, std::vector<std::string>>,
           std::pair<std::set<std::string>, std::uint64_t>>
      assist_;
  CellChanges changes_;
};

}  // namespace

CellChanges compare_cells(const engine::Ruleset& before, const engine::Ruleset& after) {
  return Comparison(before, after).run();
}

}  // namespace whistle::tools
