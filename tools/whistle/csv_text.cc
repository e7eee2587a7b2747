#include "tools/whistle/csv_text.h"

#include <algorithm>

namespace whistle::tools {

namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";

bool looks_like_formula(std::string_view text) {
  return !text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos;
}

// Also where apostrophes stand before it already: else one of those would be taken for the guard.
bool wants_guard(std::string_view text) {
  return looks_like_formula(text.substr(std::min(text.find_first_not_of('\''), text.size())));
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
                     (text.empty() || (kBlanks.find(text.front()) == std::string_view::npos &&
                                       kBlanks.find(text.back()) == std::string_view::npos));
  return plain ? std::string(text) : in_quotes(text);
}

std::string csv_text_cell(std::string_view text) {
  return wants_guard(text) ? in_quotes('\'' + std::string(text)) : csv_cell(text);
}

std::string_view without_formula_guard(std::string_view text) {
  const bool guarded = text.starts_with('\'') && wants_guard(text);
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
