#include "tools/whistle/totality.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "engine/route.h"
#include "tools/whistle/cell_classes.h"

namespace whistle::tools {

namespace {

using PlaceNumbers = std::vector<std::uint32_t>;

std::optional<LastResort> last_resort_of(const engine::Ruleset& ruleset, const engine::Routing& routing) {
  if (routing.fallback == engine::Fallback::Community) return LastResort::FellToCommunity;
  if (routing.fallback == engine::Fallback::Desk) return LastResort::FellToDesk;
  return routing.lead == ruleset.desk ? std::optional(LastResort::DeskByRule) : std::nullopt;
}

// What one category leaves to the last resort, by LastResort.
struct Left {
  std::array<PlaceNumbers, 3> places;
  std::array<std::uint64_t, 3> cells{};
};

class Counting {
 public:
  explicit Counting(const engine::Ruleset& ruleset)
      : ruleset_(ruleset), classes_(classes_of(ruleset)), decides_(ruleset.routes.size(), false) {}

  Totality run() {
    totality_.places = classes_.places.size();
    totality_.categories = ruleset_.categories.size() + 1;
    totality_.circumstances = classes_.circumstances.size();
    for (std::uint32_t i = 0; i < ruleset_.categories.size(); ++i)
      look_at(engine::CategoryIndex{i}, ruleset_.categories[i].code);
    look_at(std::nullopt, "");
    name_groups();
    for (std::uint32_t i = 0; i < decides_.size(); ++i) {
      if (!decides_[i]) totality_.idle_rules.push_back(i);
    }
    return std::move(totality_);
  }

 private:
  void look_at(std::optional<engine::CategoryIndex> category, const std::string& code) {
    Left left;
    for (const auto& places : classes_.place_classes)
      look_at(category, places, left);
    for (std::size_t why = 0; why < left.places.size(); ++why) {
      if (left.cells[why] == 0) continue;
      std::ranges::sort(left.places[why]);
      auto& group = groups_[{static_cast<LastResort>(why), std::move(left.places[why])}];
      group.first.push_back(code);
      group.second += left.cells[why];
      (static_cast<LastResort>(why) == LastResort::DeskByRule ? totality_.desk : totality_.fell_back) +=
          left.cells[why];
    }
  }

  void look_at(std::optional<engine::CategoryIndex> category, const PlaceNumbers& places, Left& left) {
    std::array<bool, 3> noted{};
    const engine::Place& place = classes_.places[places.front()].place;
    for (const auto& circumstances : classes_.circumstance_classes) {
      auto question = classes_.circumstances[circumstances.front()];
      question.category = category;
      const auto routing = engine::route(ruleset_, place, question);
      const std::uint64_t cells = places.size() * circumstances.size();
      totality_.cells += cells;
      ++totality_.classes;
      decides_[routing.rule.value] = true;
      const auto why = last_resort_of(ruleset_, routing);
      if (!why) continue;
      const auto number = static_cast<std::size_t>(*why);
      left.cells[number] += cells;
      if (!std::exchange(noted[number], true))
        left.places[number].insert(left.places[number].end(), places.begin(), places.end());
    }
  }

  void name_groups() {
    for (auto& [key, group] : groups_) {
      LastResortCells named;
      named.why = key.first;
      named.categories = std::move(group.first);
      named.cells = group.second;
      for (const auto number : key.second) {
        const auto& code = classes_.places[number].code;
        // An estate that lies in several grids is several places, and one name.
        if (named.places.empty() || named.places.back() != code) named.places.push_back(code);
      }
      totality_.last_resort.push_back(std::move(named));
    }
  }

  const engine::Ruleset& ruleset_;
  const CellClasses classes_;
  std::vector<bool> decides_;  // by rule
  std::map<std::pair<LastResort, PlaceNumbers>, std::pair<std::vector<std::string>, std::uint64_t>> groups_;
  Totality totality_;
};

}  // namespace

Totality count_cells(const engine::Ruleset& ruleset) {
  return Counting(ruleset).run();
}

}  // namespace whistle::tools
