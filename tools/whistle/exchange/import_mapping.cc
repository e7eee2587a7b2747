#include "tools/whistle/exchange/import_mapping.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "adapters/district/csv_table.h"
#include "adapters/district/decimal.h"
#include "adapters/district/limits.h"
#include "adapters/district/source_files.h"
#include "adapters/district/time_zone.h"
#include "adapters/district/yaml_fields.h"
#include "tools/whistle/exchange/civil_format.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;
using district::Fault;
using district::YamlFields;
using district::YamlKey;
using district::YamlNode;

constexpr std::array<std::string_view, kImportTargets> kTargetWords{
    "id",     "kind", "source", "channel",       "category",    "urgency", "occurred_at", "text",  "lat",      "lon",
    "estate", "grid", "area",   "legacy_system", "legacy_code", "address", "name",        "phone", "anonymous"};
constexpr std::size_t kSourceBytesMax = 24;
constexpr std::size_t kColumnsMax = 64;

constexpr YamlKey kTop[] = {{"schema"},
                            {"source"},
                            {"format", false},
                            {"delimiter", false},
                            {"time_zone", false},
                            {"time_format", false},
                            {"datum", false},
                            {"bounds", false},
                            {"bad_point", false},
                            {"formula_guard", false},
                            {"fields"}};
constexpr YamlKey kBounds[] = {{"south"}, {"west"}, {"north"}, {"east"}};
constexpr YamlKey kRule[] = {{"column", false},    {"columns", false}, {"join", false},
                             {"value", false},     {"map", false},     {"map_file", false},
                             {"otherwise", false}, {"cut", false},     {"by_name", false}};

bool is_source_name(std::string_view name) {
  return !name.empty() && name.size() <= kSourceBytesMax && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

class Reader {
 public:
  Reader(district::Diagnostics& diagnostics, const district::FileReport& report, const std::filesystem::path& folder)
      : diagnostics_(diagnostics), report_(report), folder_(folder) {}

  ImportMapping read(const YamlNode& root) {
    const YamlFields top(report_, root, kTop);
    if (const auto schema = top.text("schema"); schema && *schema != "1")
      top.error(top.find("schema")->at, "schema", Fault::UnknownSchema, {*schema});
    if (const auto source = top.text("source")) {
      mapping_.source = *source;
      if (!is_source_name(*source)) choice(top, "source", *source, "1-24 a-z 0-9 -");
    }
    read_form(top);
    read_time(top);
    read_point(top);
    mapping_.formula_guard = top.boolean("formula_guard").value_or(false);
    if (const auto* fields = top.find("fields")) read_fields(*fields);
    return std::move(mapping_);
  }

 private:
  void choice(const YamlFields& fields, std::string_view key, const std::string& given, std::string_view known) {
    fields.error(fields.find(key)->at, key, Fault::UnknownWord,
                 {std::string(key) + " (" + std::string(known) + ")", given});
  }

  void read_form(const YamlFields& top) {
    if (const auto form = top.text("format")) {
      if (*form != "csv" && *form != "jsonl") choice(top, "format", *form, "csv, jsonl");
      mapping_.form = *form == "jsonl" ? ImportForm::JsonLines : ImportForm::Csv;
    }
    if (const auto delimiter = top.text("delimiter")) {
      const bool usable =
          delimiter->size() == 1 && std::string_view(",;\t|").find(*delimiter) != std::string_view::npos;
      if (!usable) choice(top, "delimiter", *delimiter, ", ; | tab");
      if (usable) mapping_.delimiter = delimiter->front();
    }
  }

  void read_time(const YamlFields& top) {
    if (const auto zone = top.text("time_zone")) {
      mapping_.time_zone = *zone;
      const auto offsets = district::zone_offsets(*zone);
      if (!offsets) {
        top.error(top.find("time_zone")->at, "time_zone", Fault::UnknownName, {"time zone", *zone},
                  offsets.error().suggestion);
      }
    }
    if (const auto format = top.text("time_format")) {
      mapping_.time_format = *format;
      if (!is_civil_format(*format))
        choice(top, "time_format", *format, "rfc3339, unix, unix_ms, %Y %m %d %H %I %M %S %f %p %z");
    }
  }

  void read_point(const YamlFields& top) {
    mapping_.datum = top.word<v1::Datum>("datum", "datum").value_or(v1::DATUM_WGS84);
    if (const auto bad = top.text("bad_point")) {
      if (*bad != "refuse" && *bad != "leave_out") choice(top, "bad_point", *bad, "refuse, leave_out");
      mapping_.point_left_out = *bad == "leave_out";
    }
    const auto* node = top.find("bounds");
    if (node == nullptr) return;
    const YamlFields fields(report_, *node, kBounds);
    ImportBounds bounds;
    bounds.south_west = {degrees(fields, "south", 90), degrees(fields, "west", 180)};
    bounds.north_east = {degrees(fields, "north", 90), degrees(fields, "east", 180)};
    mapping_.bounds = bounds;
  }

  std::int32_t degrees(const YamlFields& fields, std::string_view key, std::int64_t most) {
    const auto text = fields.text(key);
    if (!text) return 0;
    const auto value = district::scaled_decimal(*text, /*places=*/7);
    if (value && *value >= -most * 10'000'000 && *value <= most * 10'000'000) return static_cast<std::int32_t>(*value);
    choice(fields, key, *text, most == 90 ? "-90 … 90" : "-180 … 180");
    return 0;
  }

  void read_fields(const YamlNode& node) {
    std::vector<YamlKey> known;
    known.reserve(kImportTargets);
    for (const auto word : kTargetWords)
      known.push_back({word, word == "id"});
    const YamlFields fields(report_, node, known);
    for (std::size_t i = 0; i < kImportTargets; ++i) {
      if (const auto* rule = fields.find(kTargetWords[i]))
        mapping_.rules[i] = read_rule(*rule, static_cast<ImportTarget>(i), fields);
    }
    const auto given = [&](ImportTarget target) { return mapping_.rule(target).has_value(); };
    const auto together = [&](ImportTarget one, ImportTarget other) {
      if (given(one) == given(other)) return;
      fields.error(node.at, "fields", Fault::MissingKey, {std::string(word_of(given(one) ? other : one))});
    };
    together(ImportTarget::Lat, ImportTarget::Lon);
    together(ImportTarget::LegacySystem, ImportTarget::LegacyCode);
    if (!given(ImportTarget::Category) && !given(ImportTarget::Text))
      fields.error(node.at, "fields", Fault::MissingKey, {"category"});
  }

  std::size_t place_of(const std::string& column) {
    const auto found = std::find(mapping_.columns.begin(), mapping_.columns.end(), column);
    if (found == mapping_.columns.end()) {
      mapping_.columns.push_back(column);
      return mapping_.columns.size() - 1;
    }
    return static_cast<std::size_t>(found - mapping_.columns.begin());
  }

  // A scalar is the column's name.
  ImportRule read_rule(const YamlNode& node, ImportTarget target, const YamlFields& parent) {
    ImportRule rule;
    rule.at = node.at;
    if (node.kind == YamlNode::Kind::Scalar) {
      rule.columns = {place_of(node.text)};
      return rule;
    }
    const YamlFields fields(report_, node, kRule);
    for (const auto* key : {"column", "columns"}) {
      for (const auto* column : fields.one_or_more(key))
        rule.columns.push_back(place_of(column->text));
    }
    rule.join = fields.text("join").value_or(" ");
    rule.value = fields.text("value").value_or("");
    // Nothing is a word too: what has no other is left empty.
    const auto* otherwise = fields.find("otherwise");
    if (otherwise != nullptr && otherwise->kind == YamlNode::Kind::Null) rule.otherwise.emplace();
    if (!rule.otherwise) rule.otherwise = fields.text("otherwise");
    rule.cut = fields.boolean("cut").value_or(false);
    rule.by_name = fields.boolean("by_name").value_or(false);
    read_words(fields, rule);
    const bool constant = fields.find("value") != nullptr;
    if (node.kind == YamlNode::Kind::Map && constant == !rule.columns.empty())
      parent.error(node.at, word_of(target), Fault::MissingKey, {"column"});
    if (rule.columns.size() > kColumnsMax)
      parent.error(node.at, word_of(target), Fault::TooManyItems, {std::to_string(kColumnsMax)});
    if (rule.by_name && target != ImportTarget::Category)
      fields.error(fields.find("by_name")->at, word_of(target), Fault::UnknownKey, {"by_name"});
    check_words(fields, rule, target);
    return rule;
  }

  void read_words(const YamlFields& fields, ImportRule& rule) {
    const auto* map = fields.find("map");
    const auto file = fields.text("map_file");
    if (map == nullptr && !file) return;
    rule.words.emplace();
    if (map != nullptr && map->kind != YamlNode::Kind::Map) {
      fields.error(map->at, "map", Fault::WantedMap);
    } else if (map != nullptr) {
      for (const auto& entry : map->entries) {
        const bool single = entry.value.kind == YamlNode::Kind::Scalar || entry.value.kind == YamlNode::Kind::Null;
        if (!single) fields.error(entry.at, "map", Fault::WantedScalar);
        (*rule.words)[entry.key] = {entry.value.text, entry.at};
      }
    }
    if (file) read_word_file(fields, *file, *rule.words);
  }

  void read_word_file(const YamlFields& fields, const std::string& name,
                      std::map<std::string, MappedWord, std::less<>>& words) {
    constexpr district::CsvColumn kColumns[] = {{"from"}, {"to"}};
    const auto at = fields.find("map_file")->at;
    std::ifstream file(folder_ / name, std::ios::binary);
    if (!file) {
      fields.error(at, "map_file", Fault::FileUnreadable, {name});
      return;
    }
    std::string bytes(district::kYamlBytesMax + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > district::kYamlBytesMax) {
      fields.error(at, "map_file", Fault::FileTooLarge, {std::to_string(district::kYamlBytesMax)});
      return;
    }
    const district::FileReport table(diagnostics_, name);
    if (!district::check_text(table, bytes)) return;
    for (const auto& row : district::read_csv(table, bytes, kColumns)) {
      const auto added = words.try_emplace(row.cells[0], MappedWord{row.cells[1], at}).second;
      if (!added) table.error({row.line, 0}, Fault::RepeatedListItem, {row.cells[0]}, {"from", ""});
    }
  }

  // Words that are the same for every district can be judged here.
  void check_words(const YamlFields& fields, const ImportRule& rule, ImportTarget target) {
    std::vector<std::string_view> known;
    if (target == ImportTarget::Kind) {
      for (const auto& word : district::words<v1::WhistleKind>())
        known.push_back(word.text);
    } else if (target == ImportTarget::Source) {
      for (const auto& word : district::words<v1::Source>())
        known.push_back(word.text);
    } else if (target == ImportTarget::Anonymous) {
      known = {"true", "false"};
    } else {
      return;
    }
    const auto check = [&](const std::string& word, district::SourcePosition at) {
      if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) return;
      fields.error(at, word_of(target), Fault::UnknownWord, {std::string(word_of(target)), word},
                   district::nearest_name(word, known));
    };
    check(rule.value, rule.at);
    check(rule.otherwise.value_or(""), rule.at);
    if (!rule.words) return;
    for (const auto& [from, to] : *rule.words)
      check(to.to, to.at);
  }

  district::Diagnostics& diagnostics_;
  const district::FileReport& report_;
  const std::filesystem::path& folder_;
  ImportMapping mapping_;
};

}  // namespace

std::string_view word_of(ImportTarget target) {
  return kTargetWords[static_cast<std::size_t>(target)];
}

bool ImportBounds::contain(engine::Point point) const {
  return point.lat_e7 >= south_west.lat_e7 && point.lat_e7 <= north_east.lat_e7 && point.lon_e7 >= south_west.lon_e7 &&
         point.lon_e7 <= north_east.lon_e7;
}

std::optional<ImportMapping> read_import_mapping(district::Diagnostics& diagnostics, const std::filesystem::path& path,
                                                 std::string_view bytes) {
  const district::FileReport report(diagnostics, path.filename().string());
  if (bytes.size() > district::kYamlBytesMax) {
    report.error({}, Fault::FileTooLarge, {std::to_string(district::kYamlBytesMax)});
    return std::nullopt;
  }
  if (!district::check_text(report, bytes)) return std::nullopt;
  const auto root = district::read_yaml(report, bytes);
  if (!root) return std::nullopt;
  auto mapping = Reader(diagnostics, report, path.parent_path()).read(*root);
  if (diagnostics.has_errors()) return std::nullopt;
  return mapping;
}

void check_categories(const district::FileReport& report, const ImportMapping& mapping, const DistrictNames& names) {
  const auto& rule = mapping.rule(ImportTarget::Category);
  if (!rule) return;
  const auto check = [&](const std::string& code, district::SourcePosition at) {
    if (code.empty() || names.has_category(code)) return;
    report.error(at, Fault::UnknownName, {"category", code}, {"category", ""});
  };
  if (rule->columns.empty()) check(rule->value, rule->at);
  check(rule->otherwise.value_or(""), rule->at);
  if (!rule->words) return;
  for (const auto& [from, to] : *rule->words)
    check(to.to, to.at);
}

}  // namespace whistle::tools
