#include "adapters/district/csv_table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/district/csv_records.h"
#include "adapters/district/limits.h"
#include "adapters/district/names.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

// For each expected column its place in the file; nullopt: a column that is needed is not there.
std::optional<std::vector<std::optional<std::size_t>>> read_header(const FileReport& report, const CsvRecord& header,
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
  auto rest = without_byte_order_mark(bytes);
  CsvRecords records([&rest] { return std::exchange(rest, {}); }, {.record_bytes_max = kFileBytesMax});
  std::vector<CsvRecord> read;
  while (auto record = records.next()) {
    if (!*record) {
      report.error({record->error().line, 0}, Fault::CsvBroken);
      return {};
    }
    read.push_back(std::move(**record));
    if (read.size() > kCsvRowsMax + 1) {
      report.error({}, Fault::TooManyRows, {std::to_string(kCsvRowsMax)});
      return {};
    }
  }
  if (read.empty()) {
    report.error({1, 0}, Fault::MissingHeader);
    return {};
  }
  const std::size_t width = read.front().fields.size();
  const auto places = read_header(report, read.front(), columns);
  std::vector<CsvRow> rows;
  if (!places) return rows;
  for (std::size_t i = 1; i < read.size(); ++i) {
    CsvRecord& raw = read[i];
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
