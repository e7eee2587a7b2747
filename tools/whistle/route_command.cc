// `whistle route`: what the rules of a directory say to each whistle of a stream.
#include <boost/json.hpp>

#include <memory>
#include <string>
#include <utility>

#include "adapters/district/whistle_stream.h"
#include "tools/whistle/offline_answer.h"
#include "tools/whistle/offline_commands.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {
namespace {

constexpr Phrase kRouteHelp{
    "按规则目录逐条推演哨的去向与时限（不需要引擎）",
    "What the rules of a directory say to each whistle: place, lead, deadlines; needs no engine"};
constexpr Phrase kDistrictHelp{"规则目录", "the district directory"};
constexpr Phrase kRouteFromHelp{"JSON 行文件；缺省或“-”为标准输入", "JSON lines; standard input when absent or '-'"};
constexpr Phrase kRouteLenientHelp{"略过未知的成员", "skip unknown members"};

struct RouteOptions {
  std::string district;
  std::string from;
  bool lenient = false;
};

void print_json(CommandContext& context, const WhistleAnswer& answer, const std::string& explanation) {
  boost::json::object object = to_json(answer);
  object["explanation"] = explanation;
  context.console.out << boost::json::serialize(object) << '\n';
}

void print_text(CommandContext& context, const WhistleAnswer& answer, const std::string& explanation) {
  auto& out = context.console.out;
  out << context.console.paint(Colour::Bold, answer.key) << ": " << context.console.paint(Colour::Cyan, answer.lead);
  for (const auto& [name, due] : {std::pair{"ack", &answer.due.ack}, std::pair{"on_site", &answer.due.on_site},
                                  std::pair{"resolve", &answer.due.resolve}, std::pair{"total", &answer.due.total}}) {
    if (*due) out << ", " << name << ' ' << **due;
  }
  if (answer.hand_off) out << ", " << context.console.paint(Colour::Red, *answer.hand_off);
  for (const std::string& party : answer.assist)
    out << ", +" << party;
  for (const std::string& flag : answer.flags)
    out << ' ' << context.console.paint(Colour::Yellow, "[" + flag + "]");
  out << "\n    " << context.console.paint(Colour::Dim, explanation) << '\n';
}

Result<ExitCode> route_stream(CommandContext& context, const RouteOptions& options) {
  const auto district = open_district(context, options.district);
  if (!district) return ExitCode::Refused;
  auto source = StreamSource::open(context, options.from);
  if (!source) return tl::unexpected(source.error());
  adapters::district::StreamReader reader(source->stream(), {options.lenient, /*scalars_as_text=*/false});
  ExitCode exit = ExitCode::Ok;
  const auto complain = [&](const adapters::district::StreamFault& fault) {
    context.console.err << source->name() << ':' << adapters::district::to_text(fault) << '\n';
    exit = ExitCode::Refused;
  };
  while (auto whistle = reader.next()) {
    if (!*whistle) {
      complain(whistle->error());
      continue;
    }
    const auto routed = route_offline(*district->ruleset, **whistle);
    if (!routed) {
      complain(routed.error());
      continue;
    }
    const WhistleAnswer answer = answer_of(*district->ruleset, (*whistle)->key, *routed);
    const std::string explanation = explanation_of(*district->ruleset, *routed);
    if (context.json) {
      print_json(context, answer, explanation);
    } else {
      print_text(context, answer, explanation);
    }
  }
  if (auto ended = source->check_end(context.language, reader); !ended) return tl::unexpected(ended.error());
  return exit;
}

}  // namespace

void add_route_command(CommandLine& line) {
  auto options = std::make_shared<RouteOptions>();
  const auto help = [&](const Phrase& what) { return std::string(phrase(line.language(), what)); };
  auto* command = line.add(line.root(), "route", help(kRouteHelp));
  command->add_option("--district", options->district, help(kDistrictHelp))->required()->type_name("DIR");
  command->add_option("--from", options->from, help(kRouteFromHelp))->type_name("FILE");
  command->add_flag("--lenient", options->lenient, help(kRouteLenientHelp));
  line.runs(command, [options](CommandContext& context) { return route_stream(context, *options); });
}

}  // namespace whistle::tools
