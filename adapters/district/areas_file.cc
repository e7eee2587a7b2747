#include "adapters/district/areas_file.h"

#include <algorithm>
#include <array>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t { kCode, kTier, kNameZh, kNameEn, kParent };
constexpr std::array<CsvColumn, 5> kColumns{{{"code"}, {"tier"}, {"name_zh"}, {"name_en"}, {"parent"}}};

v1::Tier tier_above(v1::Tier tier) {
  return static_cast<v1::Tier>(static_cast<int>(tier) - 1);
}

void check_parent(const Cells& cells, const Areas& areas, v1::Area& area) {
  if (area.tier() == v1::TIER_UNSPECIFIED) return;
  if (area.tier() == v1::TIER_DISTRICT) {
    if (cells.given(kParent)) cells.error(kParent, Fault::DistrictHasParent);
    return;
  }
  if (!cells.given(kParent)) return cells.error(kParent, Fault::CellMissing);
  const auto parent = cells.reference(kParent, "area", areas.names);
  if (!parent) return;
  const v1::Tier tier = areas.rows[*parent].tier();
  if (tier != tier_above(area.tier()) && tier != v1::TIER_UNSPECIFIED) {
    return cells.error(kParent, Fault::ParentTier,
                       {areas.names.name(*parent), std::string(word_of(tier)), std::string(word_of(area.tier())),
                        std::string(word_of(tier_above(area.tier())))});
  }
  area.set_parent_index(*parent);
}

void check_one_district(const FileReport& report, const Areas& areas) {
  std::vector<std::uint32_t> lines;
  for (std::uint32_t i = 0; i < areas.rows.size(); ++i) {
    if (areas.rows[i].tier() == v1::TIER_DISTRICT) lines.push_back(areas.names.line(i));
  }
  std::sort(lines.begin(), lines.end());
  if (lines.empty() && !areas.rows.empty()) report.error({}, Fault::NoDistrict);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    report.error({lines[i], 0}, Fault::SecondDistrict, {std::to_string(lines.front())}, {"tier", {}});
  }
}

}  // namespace

Areas read_areas(const FileReport& report, std::string_view bytes) {
  Areas areas;
  const std::vector<CsvRow> rows = coded_rows(report, read_csv(report, bytes, kColumns), "area", areas.names);
  for (const CsvRow& row : rows) {
    const Cells cells(report, kColumns, row);
    v1::Area& area = areas.rows.emplace_back();
    area.set_code(cells.text(kCode));
    area.set_tier(cells.required_word<v1::Tier>(kTier, "tier").value_or(v1::TIER_UNSPECIFIED));
    area.set_name_zh(cells.name_text(kNameZh, /*required=*/true));
    area.set_name_en(cells.name_text(kNameEn, /*required=*/false));
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    check_parent(Cells(report, kColumns, rows[i]), areas, areas.rows[i]);
  check_one_district(report, areas);
  return areas;
}

std::optional<std::uint32_t> Areas::resolve_grid(const FileReport& report, SourcePosition at, std::string_view field,
                                                 std::string_view code) const {
  const auto index = names.resolve(report, at, field, "grid", code);
  if (!index) return std::nullopt;
  const v1::Tier tier = rows[*index].tier();
  if (tier != v1::TIER_GRID && tier != v1::TIER_UNSPECIFIED) {
    report.error(at, Fault::NotAGrid, {std::string(code), std::string(word_of(tier))}, {field, {}});
    return std::nullopt;
  }
  return index;
}

std::vector<std::uint32_t> Areas::resolve_grids(const FileReport& report, const Cells& cells,
                                                std::size_t column) const {
  std::vector<std::uint32_t> indexes;
  for (const std::string& code : cells.list(column, kCodeBytesMax)) {
    if (const auto index = resolve_grid(report, cells.at(), cells.name(column), code)) indexes.push_back(*index);
  }
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

}  // namespace whistle::adapters::district
