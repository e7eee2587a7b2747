#include "tools/whistle/csv_text.h"

namespace whistle::tools {

namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";

bool looks_like_formula(std::string_view text) {
  return !text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos;
}

std::string in_quotes(std::string_view text) {
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

}  // namespace

std::string csv_cell(std::string_view text) {
  // A blank at either end would be taken off by readers that trim, this project's own among them.
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos &&
                     (text.empty() || (text.front() != ' ' && text.back() != ' '));
  return plain ? std::string(text) : in_quotes(text);
}

std::string csv_text_cell(std::string_view text) {
  return looks_like_formula(text) ? in_quotes('\'' + std::string(text)) : csv_cell(text);
}

std::string_view without_formula_guard(std::string_view text) {
  const bool guarded = text.starts_with('\'') && looks_like_formula(text.substr(1));
  return guarded ? text.substr(1) : text;
}

std::string csv_row(std::initializer_list<std::string> cells) {
  std::string row;
  for (const auto& cell : cells) {
    if (&cell != cells.begin()) row += ',';
    row += cell;
  }
  return row + "\r\n";
}

}  // namespace whistle::tools
