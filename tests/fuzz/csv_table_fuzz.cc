// A table of the district directory.
#include "adapters/district/csv_table.h"

#include "adapters/district/source_files.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace district = adapters::district;

namespace {

constexpr district::CsvColumn kColumns[] = {{"code"}, {"name_zh"}, {"note", /*optional=*/true}};

std::string quoted(const std::string& cell) {
  std::string text = "\"";
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

}  // namespace

void read(std::string_view input) {
  district::Diagnostics diagnostics;
  const district::FileReport report(diagnostics, "areas.csv");
  if (!district::check_text(report, input)) return;
  const auto rows = district::read_csv(report, input, kColumns);
  std::string text = "note,name_zh,code\n";
  std::uint32_t before = 0;
  for (const auto& row : rows) {
    WHISTLE_ASSERT(row.cells.size() == std::size(kColumns));
    WHISTLE_ASSERT(row.line > before);
    before = row.line;
    text += quoted(row.cells[2]) + ',' + quoted(row.cells[1]) + ',' + quoted(row.cells[0]) + '\n';
  }
  const auto again = district::read_csv(report, text, kColumns);
  WHISTLE_ASSERT(again.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    WHISTLE_ASSERT(again[i].cells == rows[i].cells);
}

}  // namespace whistle::fuzz
