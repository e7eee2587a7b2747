// Typed reading of a CSV row's cells; every fault is reported with the row's line and the column's name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/csv_table.h"
#include "adapters/district/diagnostic.h"
#include "adapters/district/names.h"
#include "adapters/district/words.h"
#include "engine/limit.h"

namespace whistle::adapters::district {

class Cells {
 public:
  // Columns are positions in the table's expected columns.
  Cells(const FileReport& report, std::span<const CsvColumn> columns, const CsvRow& row)
      : report_(report), columns_(columns), row_(row) {}

  [[nodiscard]] const std::string& text(std::size_t column) const { return row_.cells[column]; }
  [[nodiscard]] bool given(std::size_t column) const { return !text(column).empty(); }
  [[nodiscard]] SourcePosition at() const { return {row_.line, 0}; }
  [[nodiscard]] std::string_view name(std::size_t column) const { return columns_[column].name; }

  // At most kNameBytesMax; an empty one is reported where it is required.
  std::string name_text(std::size_t column, bool required) const;
  // Parts between ';', blanks around them dropped; empty parts and repeats are reported and left out.
  std::vector<std::string> list(std::size_t column, std::size_t bytes_max) const;
  // `true`, `false` or empty (false).
  bool boolean(std::size_t column) const;
  // nullopt: empty, or reported.
  std::optional<engine::Limit> limit(std::size_t column) const;
  // nullopt: empty, or unknown and reported.
  std::optional<std::uint32_t> reference(std::size_t column, std::string_view noun, const NameTable& table) const;
  std::vector<std::uint32_t> references(std::size_t column, std::string_view noun, const NameTable& table) const;

  template <typename Enum>
  std::optional<Enum> word(std::size_t column, std::string_view noun) const {
    return given(column) ? word_in<Enum>(column, noun, text(column)) : std::nullopt;
  }
  template <typename Enum>
  std::optional<Enum> required_word(std::size_t column, std::string_view noun) const {
    if (!given(column)) error(column, Fault::CellMissing);
    return word<Enum>(column, noun);
  }
  // Ascending.
  template <typename Enum>
  std::vector<Enum> word_list(std::size_t column, std::string_view noun) const {
    std::vector<Enum> values;
    for (const std::string& item : list(column, kWordBytesMax)) {
      if (const auto value = word_in<Enum>(column, noun, item)) values.push_back(*value);
    }
    std::sort(values.begin(), values.end());
    return values;
  }

  void error(std::size_t column, Fault fault, std::vector<std::string> args = {}, std::string suggestion = {}) const {
    report_.error(at(), fault, std::move(args), {name(column), std::move(suggestion)});
  }
  void warning(std::size_t column, Fault fault, std::vector<std::string> args = {}) const {
    report_.warning(at(), fault, std::move(args), {name(column), {}});
  }

 private:
  static constexpr std::size_t kWordBytesMax = 64;

  template <typename Enum>
  std::optional<Enum> word_in(std::size_t column, std::string_view noun, std::string_view text) const {
    const auto value = parse_word<Enum>(text);
    if (!value) {
      std::vector<std::string_view> known;
      for (const Word<Enum>& one : words<Enum>())
        known.push_back(one.text);
      error(column, Fault::UnknownWord, {std::string(noun), std::string(text)}, nearest_name(text, known));
    }
    return value;
  }

  const FileReport& report_;
  std::span<const CsvColumn> columns_;
  const CsvRow& row_;
};

// A code: 1 to kCodeBytesMax bytes, no ';', no blank at either end.
[[nodiscard]] bool is_code(std::string_view text);

// Rows whose first column is a code, sorted by it; rows with a bad or repeated code are reported and left out. Fills
// `names`.
[[nodiscard]] std::vector<CsvRow> coded_rows(const FileReport& report, std::vector<CsvRow> rows, std::string_view noun,
                                             NameTable& names);

}  // namespace whistle::adapters::district
