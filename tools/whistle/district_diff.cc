// `whistle district diff`: what changes between two rulesets, and for whom.
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/district/whistle_stream.h"
#include "tools/whistle/cell_changes.h"
#include "tools/whistle/offline_answer.h"
#include "tools/whistle/offline_commands.h"
#include "tools/whistle/offline_district.h"
#include "tools/whistle/ruleset_listing.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {
namespace {

namespace json = boost::json;

constexpr Phrase kDiffHelp{
    "比较两个规则目录：变了什么，哪些哨会因此改派或改期",
    "Compare two directories: what changes, and which whistles would go elsewhere or be due at another time"};
constexpr Phrase kBeforeHelp{"原规则目录", "the directory as it was"};
constexpr Phrase kAfterHelp{"新规则目录", "the directory as it will be"};
constexpr Phrase kFromHelp{"JSON 行文件；“-”为标准输入", "JSON lines; '-' for standard input"};
constexpr Phrase kLenientHelp{"略过未知的成员", "skip unknown members"};
constexpr Phrase kNothing{"两个规则集相同", "nothing changes"};
constexpr Phrase kChanges{"共 {0} 处变化", "{0} changes"};
constexpr Phrase kStream{"{0} 条哨：{1} 条改派，{2} 条改期，{3} 条协办单位不同，{4} 条只被其中一方受理",
                         "{0} whistles: {1} would go elsewhere, {2} be due at another time, {3} have other assistants, "
                         "{4} be accepted by one "
                         "alone"};
constexpr Phrase kCells{"两个规则集共有的 {0} 个情形：{1} 个改派，{2} 个协办单位不同",
                        "of {0} cells that both have, {1} go elsewhere and {2} have other assistants"};
constexpr Phrase kAssistants{"协办 {0} → {1}，{2} 个情形：{3}", "assistants {0} -> {1}, {2} cells: {3}"};
constexpr Phrase kNone{"无", "none"};
constexpr Phrase kNoCategory{"无事项", "without category"};

struct DiffOptions {
  std::string before;
  std::string after;
  std::string from;
  bool lenient = false;
};

struct WhistleChange {
  std::string key;
  std::vector<FieldChange> fields;
};

struct StreamChanges {
  std::uint64_t whistles = 0;
  std::uint64_t leads = 0;      // whistles whose lead differs
  std::uint64_t dues = 0;       // whistles of which a deadline differs
  std::uint64_t assist = 0;     // whistles whose assistants differ
  std::uint64_t one_sided = 0;  // refused under one of the two
  std::vector<WhistleChange> changed;
  bool faults = false;
};

std::string_view change_word(ItemChange change) {
  switch (change) {
    case ItemChange::Added:
      return "added";
    case ItemChange::Removed:
      return "removed";
    case ItemChange::Changed:
      return "changed";
  }
  return "";
}

// In the order of their codes: which of two assistants a rule names first decides nothing.
std::string joined_names(std::vector<std::string> codes) {
  std::ranges::sort(codes);
  std::string text;
  for (const auto& code : codes)
    text += (text.empty() ? "" : ", ") + code;
  return text;
}

void compare_answers(const WhistleAnswer& before, const WhistleAnswer& after, StreamChanges& changes) {
  WhistleChange change{before.key, {}};
  const auto look_at = [&](const char* field, const std::string& a, const std::string& b) {
    if (a != b) change.fields.push_back({field, a, b});
    return a != b;
  };
  const auto text = [](const std::optional<std::string>& value) { return value.value_or("null"); };
  if (look_at("lead", before.lead, after.lead)) ++changes.leads;
  if (look_at("assist", joined_names(before.assist), joined_names(after.assist))) ++changes.assist;
  look_at("rule", before.rule, after.rule);
  look_at("grid", text(before.place.grid), text(after.place.grid));
  look_at("estate", text(before.place.estate), text(after.place.estate));
  bool due = look_at("ack", text(before.due.ack), text(after.due.ack));
  due |= look_at("on_site", text(before.due.on_site), text(after.due.on_site));
  due |= look_at("resolve", text(before.due.resolve), text(after.due.resolve));
  due |= look_at("total", text(before.due.total), text(after.due.total));
  if (due) ++changes.dues;
  if (!change.fields.empty()) changes.changed.push_back(std::move(change));
}

Result<StreamChanges> compare_stream(CommandContext& context, const DiffOptions& options, const OfflineDistrict& before,
                                     const OfflineDistrict& after) {
  StreamChanges changes;
  auto source = StreamSource::open(context, options.from);
  if (!source) return tl::unexpected(source.error());
  adapters::district::StreamReader reader(source->stream(), {options.lenient, /*scalars_as_text=*/false});
  const auto complain = [&](const adapters::district::StreamFault& fault) {
    context.console.err << source->name() << ':' << adapters::district::to_text(fault) << '\n';
    changes.faults = true;
  };
  while (auto whistle = reader.next()) {
    if (!*whistle) {
      complain(whistle->error());
      continue;
    }
    const auto old_way = route_offline(*before.ruleset, **whistle);
    const auto new_way = route_offline(*after.ruleset, **whistle);
    if (!old_way && !new_way) {
      complain(new_way.error());
      continue;
    }
    ++changes.whistles;
    if (!old_way || !new_way) {
      const std::string refused = "refused: " + (old_way ? new_way.error().what : old_way.error().what);
      ++changes.one_sided;
      changes.changed.push_back(
          {(*whistle)->key, {{"accepted", old_way ? "yes" : refused, new_way ? "yes" : refused}}});
      continue;
    }
    compare_answers(answer_of(*before.ruleset, (*whistle)->key, *old_way),
                    answer_of(*after.ruleset, (*whistle)->key, *new_way), changes);
  }
  if (auto ended = source->check_end(context.language, reader); !ended) return tl::unexpected(ended.error());
  return changes;
}

json::array json_of(const std::vector<FieldChange>& fields) {
  json::array array;
  for (const FieldChange& one : fields) {
    array.push_back({{"field", one.field}, {"before", one.before}, {"after", one.after}});
  }
  return array;
}

json::array json_of(const std::vector<std::string>& codes, bool empty_is_null) {
  json::array array;
  for (const auto& code : codes)
    array.push_back(empty_is_null && code.empty() ? json::value(nullptr) : json::value(code));
  return array;
}

json::object json_of(const CellChanges& cells) {
  json::array assist;
  for (const AssistChange& one : cells.assist) {
    assist.push_back({{"before", json_of(one.before, false)},
                      {"after", json_of(one.after, false)},
                      {"cells", one.cells},
                      {"categories", json_of(one.categories, true)}});
  }
  return {{"cells", cells.cells},
          {"other_lead", cells.other_lead},
          {"other_assist", cells.other_assist},
          {"assist", std::move(assist)}};
}

void print_json(CommandContext& context, const std::vector<ListedChange>& changes, const CellChanges& cells,
                const StreamChanges* stream) {
  json::object object;
  json::array list;
  for (const ListedChange& one : changes) {
    list.push_back(
        {{"change", change_word(one.change)}, {"list", one.list}, {"code", one.code}, {"fields", json_of(one.fields)}});
  }
  object["changes"] = std::move(list);
  if (!changes.empty()) object["totality"] = json_of(cells);
  if (stream != nullptr) {
    json::array whistles;
    for (const WhistleChange& one : stream->changed)
      whistles.push_back({{"key", one.key}, {"fields", json_of(one.fields)}});
    object["stream"] = {
        {"whistles", stream->whistles},   {"other_lead", stream->leads},          {"other_due", stream->dues},
        {"other_assist", stream->assist}, {"accepted_by_one", stream->one_sided}, {"changed", std::move(whistles)}};
  }
  context.console.out << json::serialize(object) << '\n';
}

void print_fields(CommandContext& context, const std::vector<FieldChange>& fields) {
  for (const FieldChange& one : fields) {
    context.console.out << "    " << one.field << ": " << context.console.paint(Colour::Red, one.before) << " -> "
                        << context.console.paint(Colour::Green, one.after) << '\n';
  }
}

void print_cells(CommandContext& context, const CellChanges& cells) {
  const auto language = context.language;
  const auto parties = [&](const std::vector<std::string>& codes) {
    return codes.empty() ? std::string(phrase(language, kNone)) : joined_names(codes);
  };
  for (const AssistChange& one : cells.assist) {
    std::string categories;
    for (const auto& code : one.categories)
      categories = listed(language, {categories, code.empty() ? std::string(phrase(language, kNoCategory)) : code});
    context.console.out << worded(language, kAssistants,
                                  {parties(one.before), parties(one.after), std::to_string(one.cells), categories})
                        << '\n';
  }
  context.console.out << worded(language, kCells,
                                {std::to_string(cells.cells), std::to_string(cells.other_lead),
                                 std::to_string(cells.other_assist)})
                      << '\n';
}

void print_text(CommandContext& context, const std::vector<ListedChange>& changes, const CellChanges& cells,
                const StreamChanges* stream) {
  auto& out = context.console.out;
  for (const ListedChange& one : changes) {
    out << change_word(one.change) << ' ' << one.list << ' ' << one.code << '\n';
    print_fields(context, one.fields);
  }
  if (stream != nullptr) {
    for (const WhistleChange& one : stream->changed) {
      out << "whistle " << one.key << '\n';
      print_fields(context, one.fields);
    }
  }
  out << (changes.empty() ? std::string(phrase(context.language, kNothing))
                          : worded(context.language, kChanges, {std::to_string(changes.size())}))
      << '\n';
  if (!changes.empty()) print_cells(context, cells);
  if (stream == nullptr) return;
  out << worded(context.language, kStream,
                {std::to_string(stream->whistles), std::to_string(stream->leads), std::to_string(stream->dues),
                 std::to_string(stream->assist), std::to_string(stream->one_sided)})
      << '\n';
}

Result<ExitCode> diff_directories(CommandContext& context, const DiffOptions& options) {
  const auto before = open_district(context, options.before);
  const auto after = open_district(context, options.after);
  if (!before || !after) return ExitCode::Refused;
  const auto changes = compare_listings(list_ruleset(*before), list_ruleset(*after));
  const auto cells = changes.empty() ? CellChanges() : compare_cells(*before->ruleset, *after->ruleset);
  StreamChanges stream;
  const bool with_stream = !options.from.empty();
  if (with_stream) {
    auto compared = compare_stream(context, options, *before, *after);
    if (!compared) return tl::unexpected(compared.error());
    stream = std::move(*compared);
  }
  if (context.json) {
    print_json(context, changes, cells, with_stream ? &stream : nullptr);
  } else {
    print_text(context, changes, cells, with_stream ? &stream : nullptr);
  }
  return stream.faults ? ExitCode::Refused : ExitCode::Ok;
}

}  // namespace

void add_district_diff_command(CommandLine& line, CLI::App& district) {
  auto options = std::make_shared<DiffOptions>();
  const auto help = [&](const Phrase& what) { return std::string(phrase(line.language(), what)); };
  auto* command = line.add(district, "diff", help(kDiffHelp));
  command->add_option("before", options->before, help(kBeforeHelp))->required()->type_name("DIR");
  command->add_option("after", options->after, help(kAfterHelp))->required()->type_name("DIR");
  command->add_option("--from", options->from, help(kFromHelp))->type_name("FILE");
  command->add_flag("--lenient", options->lenient, help(kLenientHelp));
  line.runs(command, [options](CommandContext& context) { return diff_directories(context, *options); });
}

}  // namespace whistle::tools
