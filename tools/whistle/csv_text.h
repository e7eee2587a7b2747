// Cells and rows of CSV that a command writes: RFC 4180, UTF-8.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace whistle::tools {

// Spreadsheets take a file without it for text of the machine's own code page.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// In quotes where it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_cell(std::string_view text);

// Text of people: what a spreadsheet would run as a formula, because it begins with = + - @ tab or a line break, gets
// an apostrophe before it and quotes around it, as OWASP has it for CSV injection. So does such text that has
// apostrophes before it of its own, so that the way back knows which one was put there.
[[nodiscard]] std::string csv_text_cell(std::string_view text);
// The way back: without the apostrophe that csv_text_cell put there.
[[nodiscard]] std::string_view without_formula_guard(std::string_view text);

// Cells that are cells already, with commas between and CRLF at the end.
[[nodiscard]] std::string csv_row(std::initializer_list<std::string> cells);

}  // namespace whistle::tools
