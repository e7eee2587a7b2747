// A CSV table with a header row, read by column name. Cells come in the order of the expected columns, whatever the
// file's order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"

namespace whistle::adapters::district {

struct CsvColumn {
  std::string_view name;
  bool optional = false;  // the column may be missing; its cells are then empty
};

struct CsvRow {
  std::uint32_t line = 0;          // where the row starts
  std::vector<std::string> cells;  // one for each expected column
};

// Reads RFC 4180: quoted fields, doubled quotes, line breaks within quotes, CRLF; blanks around an unquoted field are
// dropped, blank lines are skipped, a byte order mark is tolerated. Reports unknown, missing and repeated columns and
// rows of another length. Without a column that is needed there are no rows; else those that can be read are returned.
// `bytes` are valid UTF-8.
[[nodiscard]] std::vector<CsvRow> read_csv(const FileReport& report, std::string_view bytes,
                                           std::span<const CsvColumn> columns);

}  // namespace whistle::adapters::district
