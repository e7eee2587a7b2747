// The rows of another system's export, one at a time: CSV with a header, or JSON lines.
//
//   auto rows = ImportRows::open(language, file, "cases.csv", mapping);
//   while (auto row = (*rows)->next()) { if (!*row) return row.error(); use(**row); }
//
// Memory: one piece of the file and one row, each of at most 1 MiB. Use from one thread.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/district/csv_records.h"
#include "tools/whistle/exchange/import_fault.h"
#include "tools/whistle/exchange/import_mapping.h"
#include "tools/whistle/failure.h"

namespace whistle::tools {

struct ImportRow {
  std::uint32_t row = 0;             // from 1, the header not counted
  std::uint32_t line = 0;            // where it starts, from 1
  std::vector<std::string> cells;    // one for each of the mapping's columns; empty where the row has none
  std::optional<ImportFault> fault;  // it could not be taken apart: no cells
};

class ImportRows {
 public:
  // Fails, and nothing has been used, where the header lacks a column that the mapping names or has it twice, and where
  // the file is in another encoding. `stream` and `mapping` outlive the rows; `name` is the file's, for what is told.
  [[nodiscard]] static Result<std::unique_ptr<ImportRows>> open(Language language, std::istream& stream,
                                                                const std::string& name, const ImportMapping& mapping);

  // nullopt: the end. An error: the file stops to be CSV here, or cannot be read on; nothing comes after it.
  [[nodiscard]] std::optional<Result<ImportRow>> next();

  // Of JSON lines: the columns that no row had so far.
  [[nodiscard]] std::vector<std::string> columns_never_seen() const;

 private:
  ImportRows(Language language, std::istream& stream, const std::string& name, const ImportMapping& mapping);
  [[nodiscard]] std::string_view piece();
  [[nodiscard]] Result<void> read_header();
  [[nodiscard]] std::optional<Result<ImportRow>> next_record();
  [[nodiscard]] std::optional<Result<ImportRow>> next_line();
  [[nodiscard]] tl::unexpected<Failure> read_failed() const;
  [[nodiscard]] tl::unexpected<Failure> broken(const adapters::district::CsvBreak& at) const;

  const Language language_;
  std::istream& stream_;
  const std::string name_;
  const ImportMapping& mapping_;
  std::vector<char> buffer_;
  std::uint64_t bytes_ = 0;  // that have been read
  std::string_view rest_;    // of the piece that lines are cut from
  std::optional<adapters::district::CsvRecords> records_;
  std::size_t width_ = 0;            // of the header
  std::vector<std::size_t> places_;  // in the header, of each of the mapping's columns
  std::vector<bool> seen_;
  std::uint32_t row_ = 0;
  std::uint32_t line_ = 0;
};

}  // namespace whistle::tools
