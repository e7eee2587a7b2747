#include "adapters/district/compile.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "adapters/district/areas_file.h"
#include "adapters/district/calendar_file.h"
#include "adapters/district/catalogue_file.h"
#include "adapters/district/clocks_file.h"
#include "adapters/district/district_file.h"
#include "adapters/district/estates_file.h"
#include "adapters/district/evaluation_file.h"
#include "adapters/district/ground_units.h"
#include "adapters/district/limits.h"
#include "adapters/district/members_file.h"
#include "adapters/district/names.h"
#include "adapters/district/parties_file.h"
#include "adapters/district/place_words_file.h"
#include "adapters/district/retention_file.h"
#include "adapters/district/routes_file.h"
#include "adapters/district/shapes_file.h"
#include "adapters/district/successors_file.h"

namespace whistle::adapters::district {
namespace {

struct KnownFile {
  std::string_view path;
  bool required = true;
};

constexpr std::array<KnownFile, 17> kKnownFiles{{{"district.yaml"},
                                                 {"areas.csv"},
                                                 {"grids.geojson"},
                                                 {"estates.csv"},
                                                 {"estates.geojson", false},
                                                 {"parties.csv"},
                                                 {"members.csv"},
                                                 {"successors.csv", false},
                                                 {"legacy_grids.csv", false},
                                                 {"venues.csv", false},
                                                 {"places.csv", false},
                                                 {"catalogue.csv"},
                                                 {"calendar.yaml"},
                                                 {"clocks.yaml"},
                                                 {"routes.yaml"},
                                                 {"evaluation.yaml", false},
                                                 {"retention.yaml", false}}};

bool is_rule_test(std::string_view path) {
  return path.starts_with("tests/") && path.ends_with(".yaml") && path.find('/', 6) == std::string_view::npos;
}

// The directory after reading, before it is put into messages.
struct DistrictRows {
  Identity identity;
  std::uint32_t desk = 0;
  Areas areas;
  Parties parties;
  Members members;
  std::vector<v1::Successor> successors;
  Estates estates;
  v1::Geometry geometry;
  std::vector<std::uint32_t> grid_shape_lines;
  std::vector<v1::LegacyGrid> legacy_grids;
  std::vector<v1::Alias> aliases;
  std::vector<v1::Venue> venues;
  v1::Calendar calendar;
  Clocks clocks;
  Categories categories;
  RouteList routes;
  std::optional<v1::Evaluation> evaluation;
  std::optional<RetentionFile> retention;
  std::vector<RuleTest> tests;
};

class Compiler {
 public:
  explicit Compiler(std::vector<SourceFileBytes> files) : files_(std::move(files)) {}

  CompileResult run() {
    std::sort(files_.begin(), files_.end(),
              [](const SourceFileBytes& a, const SourceFileBytes& b) { return a.path < b.path; });
    check_set();
    if (diagnostics_.has_errors()) return tl::unexpected(diagnostics_.take(Severity::Error));
    // Where one of these two can't be read as a table, everything else would name things that are not there.
    rows_.areas = read_areas(report("areas.csv"), bytes("areas.csv"));
    if (rows_.areas.rows.empty() && diagnostics_.has_errors())
      return tl::unexpected(diagnostics_.take(Severity::Error));
    rows_.parties = read_parties(report("parties.csv"), bytes("parties.csv"), rows_.areas);
    if (rows_.parties.rows.empty() && diagnostics_.has_errors())
      return tl::unexpected(diagnostics_.take(Severity::Error));
    read_lists();
    read_rules();
    if (diagnostics_.has_errors()) return tl::unexpected(diagnostics_.take(Severity::Error));
    return compiled();
  }

 private:
  FileReport report(std::string_view file) { return {diagnostics_, file}; }

  // Names, sizes, encoding: what must hold before anything is read.
  void check_set() {
    std::vector<std::string_view> known;
    known.reserve(std::size(kKnownFiles));
    for (const KnownFile& file : kKnownFiles)
      known.push_back(file.path);
    std::set<std::string_view> seen;
    std::size_t total = 0;
    if (files_.size() > kFilesMax) return report("").error({}, Fault::TooManyFiles, {std::to_string(kFilesMax)});
    for (const SourceFileBytes& file : files_) {
      total += file.bytes.size();
      const FileReport here = report(file.path);
      const bool expected = std::find(known.begin(), known.end(), file.path) != known.end() || is_rule_test(file.path);
      if (!expected) {
        here.error({}, Fault::UnknownFile, {}, {"", nearest_name(file.path, known)});
      } else if (!seen.insert(file.path).second) {
        here.error({}, Fault::FileTwice);
      } else if (file.bytes.size() > kFileBytesMax) {
        here.error({}, Fault::FileTooLarge, {std::to_string(kFileBytesMax)});
      } else {
        static_cast<void>(check_text(here, file.bytes));
      }
    }
    if (total > kDirectoryBytesMax)
      report("").error({}, Fault::DirectoryTooLarge, {std::to_string(kDirectoryBytesMax)});
    for (const KnownFile& file : kKnownFiles) {
      if (file.required && !seen.contains(file.path)) report(file.path).error({}, Fault::MissingFile);
    }
  }

  const SourceFileBytes* find(std::string_view path) const {
    const auto found =
        std::lower_bound(files_.begin(), files_.end(), path,
                         [](const SourceFileBytes& file, std::string_view name) { return file.path < name; });
    return found == files_.end() || found->path != path ? nullptr : &*found;
  }
  std::string_view bytes(std::string_view path) const {
    const SourceFileBytes* file = find(path);
    return file == nullptr ? std::string_view() : std::string_view(file->bytes);
  }

  void read_lists() {
    rows_.identity = read_identity(report("district.yaml"), bytes("district.yaml"));
    rows_.desk = resolve_desk(report("district.yaml"), rows_.identity, rows_.parties);
    rows_.members = read_members(report("members.csv"), bytes("members.csv"), rows_.areas, rows_.parties);
    if (find("successors.csv") != nullptr)
      rows_.successors = read_successors(report("successors.csv"), bytes("successors.csv"), rows_.parties);
    rows_.estates = read_estates(report("estates.csv"), bytes("estates.csv"), rows_.areas, rows_.parties);
    if (find("legacy_grids.csv") != nullptr) {
      rows_.legacy_grids = read_legacy_grids(report("legacy_grids.csv"), bytes("legacy_grids.csv"), rows_.areas);
    }
    if (find("venues.csv") != nullptr)
      rows_.venues = read_venues(report("venues.csv"), bytes("venues.csv"), rows_.areas);
    std::vector<AliasRow> aliases = rows_.estates.aliases;
    if (find("places.csv") != nullptr) {
      for (AliasRow& row : read_places(report("places.csv"), bytes("places.csv"), rows_.areas, rows_.estates)) {
        aliases.push_back(std::move(row));
      }
    }
    rows_.aliases = merge_aliases(diagnostics_, std::move(aliases));
    read_outlines();
  }

  void read_outlines() {
    const FileReport grids = report("grids.geojson");
    std::set<std::uint32_t> named;
    const Shapes outlines = read_shapes(grids, bytes("grids.geojson"), [&](SourcePosition at, std::string_view code) {
      const auto grid = rows_.areas.resolve_grid(grids, at, "code", code);
      if (grid) named.insert(*grid);
      return grid;
    });
    for (std::uint32_t i = 0; i < rows_.areas.rows.size() && outlines.whole; ++i) {
      if (rows_.areas.rows[i].tier() == v1::TIER_GRID && !named.contains(i)) {
        report("areas.csv").error({rows_.areas.names.line(i), 0}, Fault::GridWithoutShape, {rows_.areas.names.name(i)});
      }
    }
    rows_.grid_shape_lines = outlines.lines;
    rows_.geometry.mutable_grids()->Add(outlines.rows.begin(), outlines.rows.end());
    if (find("estates.geojson") == nullptr) return;
    const FileReport estates = report("estates.geojson");
    const Shapes compounds =
        read_shapes(estates, bytes("estates.geojson"), [&](SourcePosition at, std::string_view code) {
          return rows_.estates.names.resolve(estates, at, "code", "estate", code);
        });
    rows_.geometry.mutable_estates()->Add(compounds.rows.begin(), compounds.rows.end());
  }

  void read_rules() {
    rows_.calendar = read_calendar(report("calendar.yaml"), bytes("calendar.yaml"));
    rows_.calendar.mutable_offsets()->Add(rows_.identity.offsets.begin(), rows_.identity.offsets.end());
    rows_.clocks = read_clocks(report("clocks.yaml"), bytes("clocks.yaml"), rows_.parties);
    rows_.categories =
        read_catalogue(report("catalogue.csv"), bytes("catalogue.csv"), rows_.parties, rows_.clocks.urgencies);
    rows_.routes = read_routes(report("routes.yaml"), bytes("routes.yaml"),
                               RouteNames{rows_.areas, rows_.parties, rows_.categories, rows_.clocks});
    if (find("evaluation.yaml") != nullptr) {
      rows_.evaluation = read_evaluation(report("evaluation.yaml"), bytes("evaluation.yaml"));
    }
    if (find("retention.yaml") != nullptr) {
      rows_.retention = read_retention(report("retention.yaml"), bytes("retention.yaml"));
      // What it is measured against must be whole: a calendar without hours has no working day to count.
      if (!diagnostics_.has_errors())
        check_retention(report("retention.yaml"), *rows_.retention, rows_.clocks.rules, rows_.calendar);
    }
    for (const SourceFileBytes& file : files_) {
      if (!is_rule_test(file.path)) continue;
      for (RuleTest& test : read_rule_tests(FileReport(test_diagnostics_, file.path), file.bytes))
        rows_.tests.push_back(std::move(test));
    }
  }

  void add_part(v1::CompiledRuleset& manifest, CompiledDistrict& district, v1::RulesetPartKind kind,
                const google::protobuf::MessageLite& message) {
    Blob& blob = district.parts.emplace_back();
    blob.bytes = message.SerializeAsString();
    blob.sha256 = sha256(blob.bytes);
    v1::RulesetPart& part = *manifest.add_parts();
    part.set_kind(kind);
    part.set_sha256(to_bytes(blob.sha256));
    part.set_size(static_cast<std::uint32_t>(blob.bytes.size()));
  }

  void add_parts(v1::CompiledRuleset& manifest, CompiledDistrict& district) {
    v1::Territory territory;
    territory.mutable_areas()->Add(rows_.areas.rows.begin(), rows_.areas.rows.end());
    territory.mutable_estates()->Add(rows_.estates.rows.begin(), rows_.estates.rows.end());
    territory.mutable_legacy_grids()->Add(rows_.legacy_grids.begin(), rows_.legacy_grids.end());
    territory.mutable_aliases()->Add(rows_.aliases.begin(), rows_.aliases.end());
    territory.mutable_venues()->Add(rows_.venues.begin(), rows_.venues.end());
    set_ground_units(rows_.geometry, territory);
    v1::People people;
    people.mutable_parties()->Add(rows_.parties.rows.begin(), rows_.parties.rows.end());
    people.mutable_members()->Add(rows_.members.rows.begin(), rows_.members.rows.end());
    people.mutable_successors()->Add(rows_.successors.begin(), rows_.successors.end());
    v1::Catalogue catalogue;
    catalogue.mutable_categories()->Add(rows_.categories.rows.begin(), rows_.categories.rows.end());
    add_part(manifest, district, v1::RULESET_PART_KIND_TERRITORY, territory);
    add_part(manifest, district, v1::RULESET_PART_KIND_GEOMETRY, rows_.geometry);
    add_part(manifest, district, v1::RULESET_PART_KIND_PEOPLE, people);
    add_part(manifest, district, v1::RULESET_PART_KIND_CATALOGUE, catalogue);
    add_part(manifest, district, v1::RULESET_PART_KIND_CALENDAR, rows_.calendar);
    add_part(manifest, district, v1::RULESET_PART_KIND_CLOCKS, rows_.clocks.rules);
    add_part(manifest, district, v1::RULESET_PART_KIND_ROUTES, rows_.routes.rules);
    if (rows_.evaluation) add_part(manifest, district, v1::RULESET_PART_KIND_EVALUATION, *rows_.evaluation);
    if (rows_.retention) add_part(manifest, district, v1::RULESET_PART_KIND_RETENTION, rows_.retention->rules);
  }

  CompiledDistrict compiled() {
    CompiledDistrict district;
    v1::CompiledRuleset manifest;
    manifest.set_schema(rows_.identity.schema);
    manifest.set_district_code(rows_.identity.code);
    manifest.set_name_zh(rows_.identity.name_zh);
    manifest.set_name_en(rows_.identity.name_en);
    manifest.set_time_zone(rows_.identity.time_zone);
    manifest.set_desk_index(rows_.desk);
    if (rows_.identity.in_force_from_us) manifest.set_in_force_from_us(*rows_.identity.in_force_from_us);
    add_parts(manifest, district);
    for (const SourceFileBytes& file : files_) {
      v1::SourceFile& source = *manifest.add_files();
      source.set_path(file.path);
      source.set_sha256(to_bytes(sha256(file.bytes)));
    }
    district.manifest = manifest.SerializeAsString();
    district.hash = sha256(district.manifest);
    district.warnings = diagnostics_.take(Severity::Warning);
    for (Diagnostic& warning : test_diagnostics_.take(Severity::Warning))
      district.warnings.push_back(std::move(warning));
    district.test_faults = test_diagnostics_.take(Severity::Error);
    district.lines = {rows_.areas.names.lines(),   rows_.estates.names.lines(),    rows_.parties.names.lines(),
                      rows_.members.names.lines(), rows_.categories.names.lines(), {},
                      rows_.routes.lines,          rows_.grid_shape_lines};
    for (const SourcePosition& at : rows_.clocks.ladders.at)
      district.lines.ladders.push_back(at.line);
    district.tests = std::move(rows_.tests);
    district.geometry = std::move(rows_.geometry);
    district.files = std::move(files_);
    return district;
  }

  std::vector<SourceFileBytes> files_;
  Diagnostics diagnostics_;
  Diagnostics test_diagnostics_;
  DistrictRows rows_;
};

}  // namespace

CompileResult compile_district(std::vector<SourceFileBytes> files) {
  return Compiler(std::move(files)).run();
}

CompileResult compile_directory(const std::filesystem::path& directory) {
  auto files = read_directory(directory);
  if (!files) return tl::unexpected(std::move(files.error()));
  return compile_district(std::move(*files));
}

tl::expected<std::shared_ptr<const engine::Ruleset>, engine::RulesetError> load_ruleset(
    const CompiledDistrict& district, engine::LoadGeometry geometry) {
  const auto lookup = [&](std::string_view hash) -> std::optional<std::string> {
    for (const Blob& part : district.parts) {
      if (to_bytes(part.sha256) == hash) return part.bytes;
    }
    return std::nullopt;
  };
  return engine::Ruleset::load(district.manifest, lookup, geometry);
}

}  // namespace whistle::adapters::district
