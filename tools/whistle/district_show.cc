// `whistle district show`: the tree, the routes, the ladders, as people read them.
#include <boost/json.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/district/words.h"
#include "tools/whistle/district_outline.h"
#include "tools/whistle/offline_commands.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {
namespace {

namespace json = boost::json;

constexpr Phrase kShowHelp{"列出区域树、派单规则与升级链", "Show the tree of areas, the routes, the ladders"};
constexpr Phrase kShownDirectoryHelp{"规则目录", "the district directory"};
constexpr Phrase kAreas{"区域", "areas"};
constexpr Phrase kRoutes{"规则（自上而下，先成立者为准）", "routes (the first that holds decides)"};
constexpr Phrase kLadders{"升级链", "ladders"};
constexpr Phrase kUrgencies{"紧急程度（由高到低）", "urgencies (from the highest to the lowest)"};
constexpr Phrase kWindows{"期间", "windows"};
constexpr Phrase kCounts{"{0} 个责任主体，{1} 名成员，{2} 个小区，{3} 个事项",
                         "{0} parties, {1} members, {2} estates, {3} categories"};

struct ShowOptions {
  std::string directory;
};

// The limits that are no clocks of an urgency, by their keys in clocks.yaml.
std::array<std::pair<const char*, engine::Limit>, 3> windows_of(const engine::ClockRules& clocks) {
  return {{{"silence_confirms", clocks.silence_confirms},
           {"recurrence_window", clocks.recurrence_window},
           {"appeal_within", clocks.appeal_within}}};
}

void print_text(CommandContext& context, const OfflineDistrict& district) {
  const engine::Ruleset& ruleset = *district.ruleset;
  auto& out = context.console.out;
  const auto heading = [&](const Phrase& what) {
    out << '\n' << context.console.paint(Colour::Bold, phrase(context.language, what)) << '\n';
  };
  out << ruleset.manifest.district_code() << ' '
      << name_in(context.language, ruleset.manifest.name_zh(), ruleset.manifest.name_en()) << ' '
      << adapters::district::to_hex(district.compiled.hash) << '\n'
      << worded(context.language, kCounts,
                {std::to_string(ruleset.parties.size()), std::to_string(ruleset.members.size()),
                 std::to_string(ruleset.estates.size()), std::to_string(ruleset.categories.size())})
      << '\n';
  heading(kAreas);
  for (const TreeLine& line : tree_of(ruleset)) {
    const engine::Area& area = ruleset.areas[line.area];
    out << std::string(2 * (line.depth + 1), ' ') << area.code << ' '
        << name_in(context.language, area.name_zh, area.name_en) << '\n';
  }
  heading(kUrgencies);
  for (const engine::Urgency& urgency : ruleset.clocks.urgencies)
    out << "  " << urgency_text(urgency) << '\n';
  heading(kWindows);
  for (const auto& [key, limit] : windows_of(ruleset.clocks))
    out << "  " << key << ": " << engine::to_string(limit) << '\n';
  heading(kRoutes);
  for (const engine::Route& route : ruleset.routes)
    out << "  " << route_text(ruleset, route) << '\n';
  heading(kLadders);
  for (const engine::Ladder& ladder : ruleset.clocks.ladders) {
    for (const std::string& line : ladder_lines(ruleset, ladder))
      out << "  " << line << '\n';
  }
}

json::object json_of_area(const engine::Ruleset& ruleset, const engine::Area& area) {
  return {{"code", area.code},
          {"tier", adapters::district::word_of(area.tier)},
          {"name_zh", area.name_zh},
          {"name_en", area.name_en},
          {"parent", area.parent ? json::value(ruleset.area(*area.parent).code) : json::value(nullptr)}};
}

void print_json(CommandContext& context, const OfflineDistrict& district) {
  const engine::Ruleset& ruleset = *district.ruleset;
  json::object object;
  object["code"] = ruleset.manifest.district_code();
  object["name"] = {{"zh", ruleset.manifest.name_zh()}, {"en", ruleset.manifest.name_en()}};
  object["time_zone"] = ruleset.manifest.time_zone();
  object["ruleset"] = adapters::district::to_hex(district.compiled.hash);
  object["desk"] = ruleset.party(ruleset.desk).code;
  json::array areas;
  for (const TreeLine& line : tree_of(ruleset))
    areas.push_back(json_of_area(ruleset, ruleset.areas[line.area]));
  object["areas"] = std::move(areas);
  json::array routes;
  for (const engine::Route& route : ruleset.routes)
    routes.push_back(route_json(ruleset, route));
  object["routes"] = std::move(routes);
  json::array urgencies;
  for (const engine::Urgency& urgency : ruleset.clocks.urgencies)
    urgencies.push_back(urgency_json(urgency));
  object["urgencies"] = std::move(urgencies);
  json::object windows;
  for (const auto& [key, limit] : windows_of(ruleset.clocks))
    windows[key] = engine::to_string(limit);
  object["windows"] = std::move(windows);
  json::array ladders;
  for (const engine::Ladder& ladder : ruleset.clocks.ladders)
    ladders.push_back(ladder_json(ruleset, ladder));
  object["ladders"] = std::move(ladders);
  context.console.out << json::serialize(object) << '\n';
}

Result<ExitCode> show_directory(CommandContext& context, const ShowOptions& options) {
  const auto district = open_district(context, options.directory);
  if (!district) return ExitCode::Refused;
  if (context.json) {
    print_json(context, *district);
  } else {
    print_text(context, *district);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_district_show_command(CommandLine& line, CLI::App& district) {
  auto options = std::make_shared<ShowOptions>();
  const auto help = [&](const Phrase& what) { return std::string(phrase(line.language(), what)); };
  auto* command = line.add(district, "show", help(kShowHelp));
  command->add_option("directory", options->directory, help(kShownDirectoryHelp))->required()->type_name("DIR");
  line.runs(command, [options](CommandContext& context) { return show_directory(context, *options); });
}

}  // namespace whistle::tools
