#include "adapters/district/csv_table.h"

#include <csv.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/district/limits.h"
#include "adapters/district/names.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

struct RawRow {
  std::uint32_t line = 0;
  std::vector<std::string> fields;
};

// Feeds libcsv one physical line at a time, so that each row knows where it starts.
class RowReader {
 public:
  RowReader() { ready_ = csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0; }
  ~RowReader() {
    if (ready_) csv_free(&parser_);
  }
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  // False: the file is not CSV; `broken_line` says where.
  bool read(std::string_view bytes) {
    if (!ready_) return false;
    while (!bytes.empty() && rows.size() <= kCsvRowsMax + 1) {
      const std::string_view line = bytes.substr(0, line_length(bytes));
      bytes.remove_prefix(line.size());
      ++line_;
      if (!pending_) row_.line = line_;
      pending_ = true;
      ended_ = false;
      const std::size_t taken = csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this);
      if (taken != line.size()) return broken();
      const bool blank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
      if (ended_ || (blank && row_.line == line_)) pending_ = false;
    }
    return csv_fini(&parser_, on_field, on_row, this) == 0 || broken();
  }

  std::vector<RawRow> rows;
  std::uint32_t broken_line = 0;

 private:
  bool broken() {
    broken_line = row_.line == 0 ? 1 : row_.line;
    return false;
  }

  static std::size_t line_length(std::string_view bytes) {
    const std::size_t end = bytes.find_first_of("\r\n");
    if (end == std::string_view::npos) return bytes.size();
    return bytes.substr(end).starts_with("\r\n") ? end + 2 : end + 1;
  }

  static void on_field(void* field, std::size_t size, void* self) {
    static_cast<RowReader*>(self)->row_.fields.emplace_back(static_cast<const char*>(field), size);
  }

  static void on_row(int, void* self) {
    auto* reader = static_cast<RowReader*>(self);
    reader->ended_ = true;
    const bool blank = reader->row_.fields.size() == 1 && reader->row_.fields.front().empty();
    if (!blank) reader->rows.push_back(reader->row_);
    reader->row_.fields.clear();
  }

  csv_parser parser_{};
  RawRow row_;
  std::uint32_t line_ = 0;
  bool ready_ = false;
  bool pending_ = false;  // a row has begun that has not ended
  bool ended_ = false;
};

// For each expected column its place in the file; nullopt: a column that is needed is not there.
std::optional<std::vector<std::optional<std::size_t>>> read_header(const FileReport& report, const RawRow& header,
                                                                   std::span<const CsvColumn> columns) {
  std::vector<std::optional<std::size_t>> places(columns.size());
  std::vector<std::string_view> names;
  std::vector<std::string> misspelt;  // columns that an unknown one was probably meant to be
  for (const CsvColumn& column : columns)
    names.push_back(column.name);
  for (std::size_t place = 0; place < header.fields.size(); ++place) {
    const std::string& field = header.fields[place];
    std::size_t found = 0;
    while (found < names.size() && names[found] != field)
      ++found;
    if (found == names.size()) {
      misspelt.push_back(nearest_name(field, names));
      report.error({header.line, 0}, Fault::UnknownColumn, {field}, {"", misspelt.back()});
    } else if (places[found]) {
      report.error({header.line, 0}, Fault::RepeatedColumn, {field});
    } else {
      places[found] = place;
    }
  }
  bool whole = true;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (places[i] || columns[i].optional) continue;
    whole = false;
    if (std::find(misspelt.begin(), misspelt.end(), names[i]) != misspelt.end()) continue;
    report.error({header.line, 0}, Fault::MissingColumn, {std::string(names[i])});
  }
  if (!whole) return std::nullopt;
  return places;
}

}  // namespace

std::vector<CsvRow> read_csv(const FileReport& report, std::string_view bytes, std::span<const CsvColumn> columns) {
  RowReader reader;
  if (!reader.read(without_byte_order_mark(bytes))) {
    report.error({reader.broken_line, 0}, Fault::CsvBroken);
    return {};
  }
  if (reader.rows.empty()) {
    report.error({1, 0}, Fault::MissingHeader);
    return {};
  }
  if (reader.rows.size() > kCsvRowsMax + 1) {
    report.error({}, Fault::TooManyRows, {std::to_string(kCsvRowsMax)});
    return {};
  }
  const std::size_t width = reader.rows.front().fields.size();
  const auto places = read_header(report, reader.rows.front(), columns);
  std::vector<CsvRow> rows;
  if (!places) return rows;
  for (std::size_t i = 1; i < reader.rows.size(); ++i) {
    RawRow& raw = reader.rows[i];
    if (raw.fields.size() != width) {
      report.error({raw.line, 0}, Fault::FieldCount, {std::to_string(raw.fields.size()), std::to_string(width)});
      continue;
    }
    CsvRow& row = rows.emplace_back(CsvRow{raw.line, std::vector<std::string>(columns.size())});
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if ((*places)[c]) row.cells[c] = std::move(raw.fields[*(*places)[c]]);
    }
  }
  return rows;
}

}  // namespace whistle::adapters::district
