#include "tests/whistle/random_district.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>

#include "tests/adapters/district/sample.h"

namespace whistle::tools {

namespace {

constexpr int kStreets = 2;
constexpr int kCommunities = 5;
constexpr int kGrids = 8;
constexpr int kEstates = 8;
constexpr int kCategories = 9;
constexpr int kRules = 14;
constexpr std::array kDuties{"water", "gas", "streets", "trees"};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : chance_(seed) {}

  std::vector<adapters::district::SourceFileBytes> make() {
    // Calendar, clocks and identity are the sample's; tests and lists that speak of the sample's codes are not.
    std::vector<adapters::district::SourceFileBytes> files;
    for (auto& file : adapters::district::sample()) {
      if (file.path == "calendar.yaml" || file.path == "clocks.yaml" || file.path == "district.yaml")
        files.push_back(std::move(file));
    }
    files.push_back({"areas.csv", areas()});
    files.push_back({"grids.geojson", shapes()});
    files.push_back({"parties.csv", parties()});
    files.push_back({"members.csv", "code,name,party,grids,roles\nm,member,DESK,,handler\n"});
    files.push_back({"estates.csv", estates()});
    files.push_back({"catalogue.csv", catalogue()});
    files.push_back({"routes.yaml", routes()});
    std::ranges::sort(files, {}, &adapters::district::SourceFileBytes::path);
    return files;
  }

 private:
  int below(int bound) { return static_cast<int>(chance_() % static_cast<std::uint64_t>(bound)); }
  bool once_in(int times) { return below(times) == 0; }
  template <typename List>
  std::string one_of(const List& list) {
    return std::string(list[static_cast<std::size_t>(below(static_cast<int>(list.size())))]);
  }

  std::string areas() {
    std::string csv = "code,tier,name_zh,name_en,parent\nD,district,d,,\n";
    for (int i = 0; i < kStreets; ++i)
      csv += add_area("S" + std::to_string(i), "street", "D");
    for (int i = 0; i < kCommunities; ++i)
      csv += add_area("C" + std::to_string(i), "community", "S" + std::to_string(below(kStreets)));
    for (int i = 0; i < kGrids; ++i)
      csv += add_area("G" + std::to_string(i), "grid", "C" + std::to_string(below(kCommunities)));
    areas_.emplace_back("D");
    return csv;
  }
  std::string add_area(const std::string& code, const std::string& tier, const std::string& parent) {
    areas_.push_back(code);
    return code + "," + tier + "," + code + ",," + parent + "\n";
  }

  static std::string shapes() {
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < kGrids; ++i) {
      const auto west = std::to_string(100 + i);
      const auto east = std::to_string(101 + i);
      json += i == 0 ? "\n" : ",\n";
      json += R"({"type":"Feature","properties":{"code":"G)" + std::to_string(i) +
              R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + west + ",30],[" + east + ",30],[" + east +
              ",31],[" + west + ",31],[" + west + ",30]]]}}";
    }
    return json + "]}\n";
  }

  std::string parties() {
    std::string csv = "code,kind,name_zh,name_en,area,duties,head\nDESK,desk,desk,,D,,\n";
    for (const auto* firm : {"F0", "F1", "F2"})
      csv += std::string(firm) + ",property_firm," + firm + ",,,,\n";
    csv += "O0,owners_group,o,,,,\nB0,fallback_firm,b,,,,\n";
    // Some communities and streets have no authority.
    for (const auto& area : areas_) {
      if (area[0] == 'C' && !once_in(4)) csv += "AUTH-" + area + ",community,x,," + area + ",,DESK\n";
      if (area[0] == 'S' && !once_in(4)) csv += "AUTH-" + area + ",street,x,," + area + ",,DESK\n";
    }
    std::set<std::string> taken;
    for (int i = 0; i < 12; ++i) {
      const auto area = one_of(areas_);
      const auto duty = one_of(kDuties);
      if (!taken.insert(area + duty).second) continue;
      csv += "P" + std::to_string(i) + ",department,p,," + area + "," + duty + ",DESK\n";
    }
    return csv;
  }

  std::string estates() {
    std::string csv = "code,name_zh,name_en,type,grid,party,watched,aliases\n";
    constexpr std::array kTypes{"PROPERTY_MANAGED", "SELF_GOVERNED", "UNMANAGED"};
    constexpr std::array kLeads{"F0", "F1", "F2", "O0", "B0"};
    for (int i = 0; i < kEstates; ++i) {
      const int grid = below(kGrids);
      auto grids = "G" + std::to_string(grid);
      if (once_in(3)) grids += ";G" + std::to_string((grid + 1) % kGrids);
      csv += "E" + std::to_string(i) + ",e,," + one_of(kTypes) + "," + grids + "," + one_of(kLeads) + "," +
             (once_in(2) ? "true" : "") + ",\n";
    }
    return csv;
  }

  std::string catalogue() {
    std::string csv =
        "code,parent,name_zh,name_en,class,duty,inside_estate,urgency,ack,on_site,resolve,evidence,approval\n";
    constexpr std::array kWho{"water",  "gas", "streets",        "trees",       "nobody-has-it",
                              "estate", "",    "tier:community", "tier:street", "party:DESK"};
    constexpr std::array kClasses{"component", "event", "property", "mediation", "visit"};
    constexpr std::array kUrgencies{"urgent", "normal", ""};
    for (int i = 0; i < kCategories; ++i) {
      const auto parent = i > 2 && once_in(2) ? "K" + std::to_string(below(i)) : std::string();
      csv += "K" + std::to_string(i) + "," + parent + ",k,," + one_of(kClasses) + "," + one_of(kWho) + "," +
             (once_in(2) ? "estate" : "") + "," + one_of(kUrgencies) + ",,,,,\n";
    }
    return csv;
  }

  std::string condition(int kind) {
    constexpr std::array kSources{"resident", "grid_member", "community", "hotline", "platform", "sensor"};
    constexpr std::array kPlaces{"estate", "grid", "area", "unlocated"};
    switch (kind) {
      case 0:
        return once_in(2) ? "kind: resident" : "kind: community";
      case 1:
        return "source: " + one_of(kSources);
      case 2:
        return "category: [K" + std::to_string(below(3)) + ", K" + std::to_string(3 + below(kCategories - 3)) + "]";
      case 3:
        return "class: [event, property]";
      case 4:
        return "place: " + one_of(kPlaces);
      case 5:
        return "estate_type: [SELF_GOVERNED, UNMANAGED]";
      case 6:
        return "inside_estate: estate";
      case 7:
        return once_in(2) ? "watched: true" : "watched: false";
      case 8:
        return once_in(2) ? "urgency: urgent" : "urgency: normal";
      case 9:
        return "area: " + one_of(areas_);
      default:
        return once_in(2) ? "hours: working" : "hours: off";
    }
  }

  // Each kind of condition is asked at least once, most of them together with another.
  std::string routes() {
    constexpr int kConditions = 11;
    constexpr std::array kLeads{"estate",      "duty",       "duty:water",     "duty:trees", "duty:nobody-has-it",
                                "tier:street", "party:DESK", "tier:community", "blower",     "tier:district"};
    std::string yaml = "routes:\n";
    for (int i = 0; i < kRules; ++i) {
      const int first = i % kConditions;
      const int second = below(kConditions);
      auto when = condition(first);
      if (second != first) when += ", " + condition(second);
      yaml += "  - id: r" + std::to_string(i) + "\n    when: {" + when + "}\n    lead: \"" + one_of(kLeads) + "\"\n";
      if (once_in(3)) yaml += "    assist: [estate, \"duty:streets\"]\n";
      if (once_in(4)) yaml += "    inform: [\"tier:street\"]\n";
      if (once_in(4)) yaml += "    against: estate\n";
    }
    return yaml + "  - id: last\n    lead: duty\n";
  }

  std::mt19937_64 chance_;
  std::vector<std::string> areas_;
};

}  // namespace

std::vector<adapters::district::SourceFileBytes> random_district(std::uint64_t seed) {
  return Maker(seed).make();
}

}  // namespace whistle::tools
