// The records of a CSV text, one at a time: RFC 4180, with quoted fields, doubled quotes, line breaks within quotes,
// and lines that end with LF, CRLF or CR.
//
//   CsvRecords records([&] { return next_piece_of(file); });
//   while (auto record = records.next()) { if (!*record) complain(record->error()); else use(**record); }
//
// Blanks around an unquoted field are dropped, blank lines are skipped. Memory: one piece and one record. Use from one
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace whistle::adapters::district {

struct CsvRecord {
  std::uint32_t line = 0;  // where it starts, from 1
  std::vector<std::string> fields;
};

// Where the text stops to be CSV; nothing can be read after it.
struct CsvBreak {
  std::uint32_t line = 0;  // where the record starts
  bool too_long = false;   // else quotes stand where none can be, or one is never closed
};

// The next piece of the text; empty: the end. What it names must live until the next call.
using CsvPieces = std::function<std::string_view()>;

struct CsvForm {
  char delimiter = ',';
  std::size_t record_bytes_max = std::size_t{1} << 20;
};

class CsvRecords {
 public:
  explicit CsvRecords(CsvPieces pieces, CsvForm form = {});
  ~CsvRecords();
  CsvRecords(const CsvRecords&) = delete;
  CsvRecords& operator=(const CsvRecords&) = delete;

  // nullopt: the end. A byte order mark is the caller's to take off.
  [[nodiscard]] std::optional<tl::expected<CsvRecord, CsvBreak>> next();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace whistle::adapters::district
