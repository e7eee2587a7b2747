#include "adapters/district/members_file.h"

#include <array>

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t { kCode, kName, kParty, kGrids, kRoles };
constexpr std::array<CsvColumn, 5> kColumns{{{"code"}, {"name"}, {"party"}, {"grids"}, {"roles"}}};

v1::Member read_member(const FileReport& report, const CsvRow& row, const Areas& areas, const Parties& parties) {
  const Cells cells(report, kColumns, row);
  v1::Member member;
  member.set_code(cells.text(kCode));
  if (cells.text(kCode).starts_with('@')) cells.error(kCode, Fault::ReservedMember, {cells.text(kCode)});
  member.set_name(cells.name_text(kName, /*required=*/true));
  if (!cells.given(kParty)) cells.error(kParty, Fault::CellMissing);
  member.set_party_index(cells.reference(kParty, "party", parties.names).value_or(0));
  for (const std::uint32_t grid : areas.resolve_grids(report, cells, kGrids))
    member.add_grid_indexes(grid);
  for (const v1::Role role : cells.word_list<v1::Role>(kRoles, "role"))
    member.add_roles(role);
  if (!cells.given(kRoles)) cells.warning(kRoles, Fault::MemberWithoutRole);
  return member;
}

}  // namespace

Members read_members(const FileReport& report, std::string_view bytes, const Areas& areas, const Parties& parties) {
  Members members;
  const std::vector<CsvRow> rows = coded_rows(report, read_csv(report, bytes, kColumns), "member", members.names);
  for (const CsvRow& row : rows)
    members.rows.push_back(read_member(report, row, areas, parties));
  return members;
}

}  // namespace whistle::adapters::district
