#include "adapters/district/successors_file.h"

#include <algorithm>
#include <array>

#include "adapters/district/cells.h"

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t { kParty, kSuccessor };
constexpr std::array<CsvColumn, 2> kColumns{{{"party"}, {"successor"}}};

}  // namespace

std::vector<v1::Successor> read_successors(const FileReport& report, std::string_view bytes, const Parties& parties) {
  std::vector<CsvRow> rows = read_csv(report, bytes, kColumns);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const CsvRow& a, const CsvRow& b) { return a.cells[kParty] < b.cells[kParty]; });
  std::vector<v1::Successor> successors;
  const CsvRow* before = nullptr;
  for (const CsvRow& row : rows) {
    const Cells cells(report, kColumns, row);
    if (!is_code(cells.text(kParty))) cells.error(kParty, Fault::BadCode, {cells.text(kParty)});
    if (before != nullptr && before->cells[kParty] == row.cells[kParty]) {
      cells.error(kParty, Fault::RepeatedCode, {"party", cells.text(kParty), std::to_string(before->line)});
      continue;
    }
    before = &row;
    if (const auto there = parties.names.find(cells.text(kParty))) {
      cells.error(kParty, Fault::SuccessorOfParty, {cells.text(kParty), std::to_string(parties.names.line(*there))});
    }
    if (!cells.given(kSuccessor)) cells.error(kSuccessor, Fault::CellMissing);
    v1::Successor& successor = successors.emplace_back();
    successor.set_party(cells.text(kParty));
    successor.set_successor_index(cells.reference(kSuccessor, "party", parties.names).value_or(0));
  }
  return successors;
}

}  // namespace whistle::adapters::district
