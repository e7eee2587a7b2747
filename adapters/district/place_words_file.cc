#include "adapters/district/place_words_file.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<CsvColumn, 3> kLegacyColumns{{{"system"}, {"code"}, {"grid"}}};
constexpr std::array<CsvColumn, 3> kPlaceColumns{{{"alias"}, {"estate"}, {"grid"}}};
constexpr std::array<CsvColumn, 4> kVenueColumns{{{"code"}, {"name_zh"}, {"name_en"}, {"area"}}};

bool same_target(const v1::Alias& a, const v1::Alias& b) {
  return a.target_case() == b.target_case() && a.estate_index() == b.estate_index() && a.grid_index() == b.grid_index();
}

}  // namespace

std::vector<v1::LegacyGrid> read_legacy_grids(const FileReport& report, std::string_view bytes, const Areas& areas) {
  enum Column : std::size_t { kSystem, kCode, kGrid };
  std::vector<CsvRow> rows = read_csv(report, bytes, kLegacyColumns);
  std::stable_sort(rows.begin(), rows.end(), [](const CsvRow& a, const CsvRow& b) {
    return std::tie(a.cells[kSystem], a.cells[kCode]) < std::tie(b.cells[kSystem], b.cells[kCode]);
  });
  std::vector<v1::LegacyGrid> grids;
  const CsvRow* before = nullptr;
  for (const CsvRow& row : rows) {
    const Cells cells(report, kLegacyColumns, row);
    for (const std::size_t column : {kSystem, kCode}) {
      if (!is_code(cells.text(column))) cells.error(column, Fault::BadCode, {cells.text(column)});
    }
    if (before != nullptr && before->cells[kSystem] == row.cells[kSystem] && before->cells[kCode] == row.cells[kCode]) {
      cells.error(kCode, Fault::RepeatedCode, {"legacy grid", cells.text(kCode), std::to_string(before->line)});
      continue;
    }
    before = &row;
    v1::LegacyGrid& grid = grids.emplace_back();
    grid.set_system(cells.text(kSystem));
    grid.set_code(cells.text(kCode));
    if (!cells.given(kGrid)) cells.error(kGrid, Fault::CellMissing);
    if (cells.given(kGrid)) {
      grid.set_grid_index(areas.resolve_grid(report, cells.at(), "grid", cells.text(kGrid)).value_or(0));
    }
  }
  return grids;
}

std::vector<AliasRow> read_places(const FileReport& report, std::string_view bytes, const Areas& areas,
                                  const Estates& estates) {
  enum Column : std::size_t { kAlias, kEstate, kGrid };
  std::vector<AliasRow> aliases;
  for (const CsvRow& row : read_csv(report, bytes, kPlaceColumns)) {
    const Cells cells(report, kPlaceColumns, row);
    if (!cells.given(kAlias)) cells.error(kAlias, Fault::CellMissing);
    if (cells.text(kAlias).size() > kAliasBytesMax) {
      cells.error(kAlias, Fault::TextTooLong, {std::to_string(kAliasBytesMax)});
    }
    if (cells.given(kEstate) == cells.given(kGrid)) {
      report.error(cells.at(), Fault::PlaceTarget);
      continue;
    }
    AliasRow& alias = aliases.emplace_back(AliasRow{{}, report.file(), row.line});
    alias.alias.set_text(cells.text(kAlias));
    if (cells.given(kEstate)) {
      alias.alias.set_estate_index(cells.reference(kEstate, "estate", estates.names).value_or(0));
    } else {
      alias.alias.set_grid_index(areas.resolve_grid(report, cells.at(), "grid", cells.text(kGrid)).value_or(0));
    }
  }
  return aliases;
}

std::vector<v1::Venue> read_venues(const FileReport& report, std::string_view bytes, const Areas& areas) {
  enum Column : std::size_t { kCode, kNameZh, kNameEn, kArea };
  NameTable names;
  std::vector<v1::Venue> venues;
  for (const CsvRow& row : coded_rows(report, read_csv(report, bytes, kVenueColumns), "venue", names)) {
    const Cells cells(report, kVenueColumns, row);
    v1::Venue& venue = venues.emplace_back();
    venue.set_code(cells.text(kCode));
    venue.set_name_zh(cells.name_text(kNameZh, /*required=*/true));
    venue.set_name_en(cells.name_text(kNameEn, /*required=*/false));
    if (!cells.given(kArea)) cells.error(kArea, Fault::CellMissing);
    venue.set_area_index(cells.reference(kArea, "area", areas.names).value_or(0));
  }
  return venues;
}

std::vector<v1::Alias> merge_aliases(Diagnostics& diagnostics, std::vector<AliasRow> aliases) {
  std::stable_sort(aliases.begin(), aliases.end(), [](const AliasRow& a, const AliasRow& b) {
    return std::tie(a.alias.text(), a.file, a.line) < std::tie(b.alias.text(), b.file, b.line);
  });
  std::vector<v1::Alias> merged;
  const AliasRow* first = nullptr;
  for (const AliasRow& row : aliases) {
    if (first != nullptr && first->alias.text() == row.alias.text()) {
      if (!same_target(first->alias, row.alias)) {
        FileReport(diagnostics, row.file)
            .error({row.line, 0}, Fault::AliasTwice,
                   {row.alias.text(), first->file + ":" + std::to_string(first->line)},
                   {row.alias.has_estate_index() && row.file == "estates.csv" ? "aliases" : "alias", {}});
      }
      continue;
    }
    first = &row;
    merged.push_back(row.alias);
  }
  return merged;
}

}  // namespace whistle::adapters::district
