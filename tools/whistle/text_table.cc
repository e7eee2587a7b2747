#include "tools/whistle/text_table.h"

#include <algorithm>

#include "tools/whistle/display_width.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLastColumnMin = 8;

}  // namespace

TextTable& TextTable::right_from(std::size_t column) {
  right_from_ = column;
  return *this;
}

void TextTable::print(const Console& console) const {
  const auto last = headings_.size() - 1;
  const bool last_is_number = last >= right_from_;
  std::vector<std::size_t> widths;
  for (const auto& heading : headings_)
    widths.push_back(display_width(heading));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < last + (last_is_number ? 1 : 0); ++i)
      widths[i] = std::max(widths[i], display_width(printable(row[i].text)));
  }
  std::size_t before_last = 0;
  for (std::size_t i = 0; i < last; ++i)
    before_last += widths[i] + kGap;
  const auto room = console.columns > before_last + kLastColumnMin ? console.columns - before_last : kLastColumnMin;

  const auto print_cell = [&](std::size_t i, const std::string& text, Colour colour) {
    const auto blanks = widths[i] - std::min(widths[i], display_width(text));
    if (i >= right_from_) {
      console.out << std::string(blanks, ' ') << console.paint(colour, text);
    } else if (i == last) {
      console.out << console.paint(colour, console.colour ? shortened(text, room) : text);
    } else {
      console.out << console.paint(colour, text) << std::string(blanks, ' ');
    }
    console.out << (i == last ? "\n" : std::string(kGap, ' '));
  };
  for (std::size_t i = 0; i <= last; ++i)
    print_cell(i, headings_[i], Colour::Dim);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i <= last; ++i)
      print_cell(i, printable(row[i].text), row[i].colour);
  }
}

}  // namespace whistle::tools
