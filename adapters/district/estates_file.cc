#include "adapters/district/estates_file.h"

#include <array>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t { kCode, kNameZh, kNameEn, kType, kGrid, kParty, kWatched, kAliases };
constexpr std::array<CsvColumn, 8> kColumns{
    {{"code"}, {"name_zh"}, {"name_en"}, {"type"}, {"grid"}, {"party"}, {"watched"}, {"aliases"}}};

v1::PartyKind usual_kind(v1::EstateType type) {
  switch (type) {
    case v1::ESTATE_TYPE_PROPERTY_MANAGED:
      return v1::PARTY_KIND_PROPERTY_FIRM;
    case v1::ESTATE_TYPE_SELF_GOVERNED:
      return v1::PARTY_KIND_OWNERS_GROUP;
    case v1::ESTATE_TYPE_UNMANAGED:
      return v1::PARTY_KIND_FALLBACK_FIRM;
    default:
      return v1::PARTY_KIND_UNSPECIFIED;
  }
}

void set_party(const Cells& cells, const Parties& parties, v1::Estate& estate) {
  if (!cells.given(kParty)) return cells.error(kParty, Fault::CellMissing);
  const auto party = cells.reference(kParty, "party", parties.names);
  if (!party) return;
  estate.set_party_index(*party);
  const v1::PartyKind kind = parties.rows[*party].kind();
  const v1::PartyKind usual = usual_kind(estate.type());
  if (usual == v1::PARTY_KIND_UNSPECIFIED || kind == v1::PARTY_KIND_UNSPECIFIED || kind == usual) return;
  cells.warning(kParty, Fault::UnusualEstateParty,
                {std::string(word_of(estate.type())), std::string(word_of(usual)), parties.names.name(*party),
                 std::string(word_of(kind))});
}

}  // namespace

Estates read_estates(const FileReport& report, std::string_view bytes, const Areas& areas, const Parties& parties) {
  Estates estates;
  const std::vector<CsvRow> rows = coded_rows(report, read_csv(report, bytes, kColumns), "estate", estates.names);
  for (const CsvRow& row : rows) {
    const Cells cells(report, kColumns, row);
    const auto index = static_cast<std::uint32_t>(estates.rows.size());
    v1::Estate& estate = estates.rows.emplace_back();
    estate.set_code(cells.text(kCode));
    estate.set_name_zh(cells.name_text(kNameZh, /*required=*/true));
    estate.set_name_en(cells.name_text(kNameEn, /*required=*/false));
    estate.set_type(cells.required_word<v1::EstateType>(kType, "estate type").value_or(v1::ESTATE_TYPE_UNSPECIFIED));
    if (!cells.given(kGrid)) cells.error(kGrid, Fault::CellMissing);
    for (const std::uint32_t grid : areas.resolve_grids(report, cells, kGrid))
      estate.add_grid_indexes(grid);
    set_party(cells, parties, estate);
    estate.set_watched(cells.boolean(kWatched));
    for (std::string& text : cells.list(kAliases, kAliasBytesMax)) {
      AliasRow& alias = estates.aliases.emplace_back(AliasRow{{}, report.file(), row.line});
      alias.alias.set_text(std::move(text));
      alias.alias.set_estate_index(index);
    }
  }
  return estates;
}

}  // namespace whistle::adapters::district
