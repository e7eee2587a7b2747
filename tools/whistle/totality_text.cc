#include "tools/whistle/totality_text.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "tools/whistle/wording.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;

constexpr std::size_t kNamesMax = 4;

constexpr Phrase kTotality{
    "{0} 种情形（{1} 处地点 × {2} 个事项 × {3} 种类型、来源、紧急程度与时段；归为 {4} 类）各有唯一牵头单位："
    "{5} 种按规则由兜底单位牵头，{6} 种因找不到人而转交",
    "each of {0} cells ({1} places × {2} categories × {3} kinds, sources, urgencies and hours; {4} classes) has "
    "exactly "
    "one lead: {5} are the desk's by rule, {6} fell back"};
constexpr Phrase kDeskByRule{"  按规则由兜底单位牵头，{0} 种：{1}；地点：{2}",
                             "  the desk's by rule, {0} cells: {1}; at {2}"};
constexpr Phrase kFellToCommunity{"  找不到人，转交社区，{0} 种：{1}；地点：{2}",
                                  "  fell back to the community, {0} cells: {1}; at {2}"};
constexpr Phrase kFellToDesk{"  找不到人，转交兜底单位，{0} 种：{1}；地点：{2}",
                             "  fell back to the desk, {0} cells: {1}; at {2}"};
constexpr Phrase kMore{"等 {0} 个", " and {0} more"};
constexpr Phrase kEverything{"全部事项", "every category"};
constexpr Phrase kEverywhere{"全部地点", "every place"};
constexpr Phrase kNoCategory{"未定事项", "no category"};
constexpr Phrase kUnlocated{"无法定位", "nowhere"};

const Phrase& sentence_of(LastResort why) {
  switch (why) {
    case LastResort::DeskByRule:
      return kDeskByRule;
    case LastResort::FellToCommunity:
      return kFellToCommunity;
    case LastResort::FellToDesk:
      return kFellToDesk;
  }
  return kDeskByRule;
}

std::string with_name(const std::string& code, Language language, const std::string& zh, const std::string& en) {
  const auto name = name_in(language, zh, en);
  return name.empty() ? code : code + " " + std::string(name);
}

class Namer {
 public:
  Namer(Language language, const engine::Ruleset& ruleset) : language_(language), ruleset_(ruleset) {}

  std::string category(const std::string& code) const {
    const auto found = ruleset_.find_category(code);
    if (!found) return std::string(phrase(language_, kNoCategory));
    const auto& row = ruleset_.category(*found);
    return with_name(code, language_, row.name_zh, row.name_en);
  }
  std::string place(const std::string& code) const {
    if (const auto estate = ruleset_.find_estate(code)) {
      const auto& row = ruleset_.estate(*estate);
      return with_name(code, language_, row.name_zh, row.name_en);
    }
    const auto area = ruleset_.find_area(code);
    if (!area) return std::string(phrase(language_, kUnlocated));
    return with_name(code, language_, ruleset_.area(*area).name_zh, ruleset_.area(*area).name_en);
  }

  template <typename NameOf>
  std::string some(const std::vector<std::string>& codes, const NameOf& name_of) const {
    std::string text;
    for (std::size_t i = 0; i < std::min(codes.size(), kNamesMax); ++i)
      text = listed(language_, {text, name_of(codes[i])});
    if (codes.size() <= kNamesMax) return text;
    const auto rest = language_ == Language::English ? codes.size() - kNamesMax : codes.size();
    return text + worded(language_, kMore, {std::to_string(rest)});
  }

 private:
  const Language language_;
  const engine::Ruleset& ruleset_;
};

std::string_view word_of(LastResort why) {
  switch (why) {
    case LastResort::DeskByRule:
      return "desk_by_rule";
    case LastResort::FellToCommunity:
      return "fell_to_community";
    case LastResort::FellToDesk:
      return "fell_to_desk";
  }
  return {};
}

json::array totality_array(const std::vector<std::string>& codes) {
  json::array array;
  for (const auto& code : codes)
    array.push_back(code.empty() ? json::value(nullptr) : json::value(code));
  return array;
}

}  // namespace

std::vector<std::string> totality_lines(Language language, const engine::Ruleset& ruleset, const Totality& totality) {
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  std::vector<std::string> lines{worded(
      language, kTotality,
      {number(totality.cells), number(totality.places), number(totality.categories), number(totality.circumstances),
       number(totality.classes), number(totality.desk), number(totality.fell_back)})};
  const Namer namer(language, ruleset);
  const std::size_t places = ruleset.areas.size() + ruleset.estates.size() + 1;
  for (const LastResortCells& group : totality.last_resort) {
    const auto categories =
        group.categories.size() == totality.categories
            ? std::string(phrase(language, kEverything))
            : namer.some(group.categories, [&](const std::string& code) { return namer.category(code); });
    const auto where = group.places.size() == places
                           ? std::string(phrase(language, kEverywhere))
                           : namer.some(group.places, [&](const std::string& code) { return namer.place(code); });
    lines.push_back(worded(language, sentence_of(group.why), {number(group.cells), categories, where}));
  }
  return lines;
}

json::object totality_json(const Totality& totality) {
  json::array groups;
  for (const LastResortCells& group : totality.last_resort) {
    groups.push_back({{"why", word_of(group.why)},
                      {"cells", group.cells},
                      {"categories", totality_array(group.categories)},
                      {"places", totality_array(group.places)}});
  }
  return {{"cells", totality.cells},
          {"classes", totality.classes},
          {"places", totality.places},
          {"categories", totality.categories},
          {"circumstances", totality.circumstances},
          {"desk_by_rule", totality.desk},
          {"fell_back", totality.fell_back},
          {"last_resort", std::move(groups)}};
}

}  // namespace whistle::tools
