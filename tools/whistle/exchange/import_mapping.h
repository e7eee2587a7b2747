// How the columns of another system's export become whistles: a YAML (or JSON) file that an operator writes.
//
//   schema: 1
//   source: boston-311                  # with the row's own id the key of each whistle: the same row is never two
//   format: csv                         # or jsonl
//   time_zone: America/New_York         # of times that say no offset; else the district's
//   time_format: "%m/%d/%Y %I:%M:%S %p"
//   datum: WGS84
//   bounds: {south: 42.2, west: -71.2, north: 42.4, east: -70.9}
//   bad_point: leave_out                # or refuse the row
//   fields:
//     id: CASE_ENQUIRY_ID               # a column; several joined: {columns: [TITLE, DETAILS], join: ": "}
//     kind: {value: resident}           # the same for every row
//     source: {column: Source, map: {Constituent Call: hotline}, otherwise: platform}
//     category: {column: TYPE, by_name: true, otherwise: GENERAL}
//     occurred_at: OPEN_DT
//     lat: LATITUDE
//     lon: LONGITUDE
//
// Constant after reading; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "engine/point.h"
#include "tools/whistle/district_names.h"
#include "whistle/v1/common.pb.h"

namespace whistle::tools {

// What a whistle can be given; in the order of kImportTargets.
enum class ImportTarget : std::uint8_t {
  Id,
  Kind,
  Source,
  Channel,
  Category,
  Urgency,
  OccurredAt,
  Text,
  Lat,
  Lon,
  Estate,
  Grid,
  Area,
  LegacySystem,
  LegacyCode,
  Address,
  Name,
  Phone,
  Anonymous,
};
inline constexpr std::size_t kImportTargets = 19;
[[nodiscard]] std::string_view word_of(ImportTarget target);

struct MappedWord {
  std::string to;
  adapters::district::SourcePosition at;
};

// Where a value comes from.
struct ImportRule {
  std::vector<std::size_t> columns;  // places in ImportMapping::columns; none: `value` alone
  std::string join = " ";
  std::string value;
  adapters::district::SourcePosition at;
  std::optional<std::map<std::string, MappedWord, std::less<>>> words;  // absent: values stand for themselves
  bool by_name = false;  // of a category: what `words` has not is looked for among the catalogue's names
  std::optional<std::string> otherwise;  // for what neither has
  bool cut = false;                      // what is too long is cut; else the row is left out
};

struct ImportBounds {
  engine::Point south_west;
  engine::Point north_east;
  [[nodiscard]] bool contain(engine::Point point) const;
};

enum class ImportForm : std::uint8_t { Csv, JsonLines };

struct ImportMapping {
  std::string source;  // 1 to 24 of a-z 0-9 -
  ImportForm form = ImportForm::Csv;
  char delimiter = ',';
  std::string time_zone;  // empty: the district's
  std::string time_format = "rfc3339";
  v1::Datum datum = v1::DATUM_WGS84;
  std::optional<ImportBounds> bounds;  // in `datum`
  bool point_left_out = false;         // a row whose point is bad is blown without it
  bool formula_guard = false;          // an apostrophe before = + - @ was put there by an export
  std::vector<std::string> columns;    // every one that a rule names, once
  std::array<std::optional<ImportRule>, kImportTargets> rules;

  [[nodiscard]] const std::optional<ImportRule>& rule(ImportTarget target) const {
    return rules[static_cast<std::size_t>(target)];
  }
};

// nullopt: the diagnostics say what is wrong, by the file's name without its folder. A `map_file` is a CSV table in the
// folder of `path`, with the columns `from` and `to`. `bytes` are any; nothing else is read.
[[nodiscard]] std::optional<ImportMapping> read_import_mapping(adapters::district::Diagnostics& diagnostics,
                                                               const std::filesystem::path& path,
                                                               std::string_view bytes);

// Reports every category that the mapping names and the district's catalogue has not.
void check_categories(const adapters::district::FileReport& report, const ImportMapping& mapping,
                      const DistrictNames& names);

}  // namespace whistle::tools
