#include "adapters/district/cells.h"

#include <utility>

#include "adapters/district/limits.h"

namespace whistle::adapters::district {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string Cells::name_text(std::size_t column, bool required) const {
  if (required && !given(column)) error(column, Fault::CellMissing);
  if (text(column).size() > kNameBytesMax) error(column, Fault::TextTooLong, {std::to_string(kNameBytesMax)});
  return text(column);
}

std::vector<std::string> Cells::list(std::size_t column, std::size_t bytes_max) const {
  std::vector<std::string> parts;
  if (!given(column)) return parts;
  std::string_view rest = text(column);
  for (bool more = true; more;) {
    const std::size_t end = rest.find(';');
    more = end != std::string_view::npos;
    const std::string_view part = trimmed(rest.substr(0, end));
    if (more) rest.remove_prefix(end + 1);
    if (part.empty()) {
      error(column, Fault::EmptyListItem);
    } else if (part.size() > bytes_max) {
      error(column, Fault::TextTooLong, {std::to_string(bytes_max)});
    } else if (parts.size() == kListItemsMax) {
      error(column, Fault::TooManyItems, {std::to_string(kListItemsMax)});
      break;
    } else {
      parts.emplace_back(part);
    }
  }
  std::vector<std::string> sorted = parts;
  std::sort(sorted.begin(), sorted.end());
  const auto repeat = std::adjacent_find(sorted.begin(), sorted.end());
  if (repeat != sorted.end()) {
    error(column, Fault::RepeatedListItem, {*repeat});
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
  }
  return parts;
}

bool Cells::boolean(std::size_t column) const {
  if (given(column) && text(column) != "true" && text(column) != "false") {
    error(column, Fault::BadBoolean, {text(column)});
  }
  return text(column) == "true";
}

std::optional<engine::Limit> Cells::limit(std::size_t column) const {
  if (!given(column)) return std::nullopt;
  const auto parsed = engine::parse_limit(text(column));
  if (!parsed) error(column, Fault::BadLimit, {text(column)});
  return parsed;
}

std::optional<std::uint32_t> Cells::reference(std::size_t column, std::string_view noun, const NameTable& table) const {
  if (!given(column)) return std::nullopt;
  return table.resolve(report_, at(), name(column), noun, text(column));
}

std::vector<std::uint32_t> Cells::references(std::size_t column, std::string_view noun, const NameTable& table) const {
  std::vector<std::uint32_t> indexes;
  for (const std::string& item : list(column, kCodeBytesMax)) {
    if (const auto index = table.resolve(report_, at(), name(column), noun, item)) indexes.push_back(*index);
  }
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kCodeBytesMax && text.find_first_of(";\t\r\n") == std::string_view::npos &&
         trimmed(text).size() == text.size();
}

std::vector<CsvRow> coded_rows(const FileReport& report, std::vector<CsvRow> rows, std::string_view noun,
                               NameTable& names) {
  std::stable_sort(rows.begin(), rows.end(), [](const CsvRow& a, const CsvRow& b) { return a.cells[0] < b.cells[0]; });
  std::vector<CsvRow> kept;
  std::vector<std::string> codes;
  std::vector<std::uint32_t> lines;
  for (CsvRow& row : rows) {
    const std::string& code = row.cells[0];
    if (!is_code(code)) {
      report.error({row.line, 0}, Fault::BadCode, {code}, {"code", {}});
    } else if (!codes.empty() && codes.back() == code) {
      report.error({row.line, 0}, Fault::RepeatedCode, {std::string(noun), code, std::to_string(lines.back())},
                   {"code", {}});
    } else {
      codes.push_back(code);
      lines.push_back(row.line);
      kept.push_back(std::move(row));
    }
  }
  names = NameTable(std::move(codes), std::move(lines));
  return kept;
}

}  // namespace whistle::adapters::district
