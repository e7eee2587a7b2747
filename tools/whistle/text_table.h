// Columns of text that line up on a terminal, Chinese included.
//
//   TextTable table({"ticket", "state"});
//   table.add({{"00017-4"}, {"已派单", Colour::Yellow}});
//   table.print(console);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/whistle/console.h"

namespace whistle::tools {

struct Cell {
  std::string text;  // made printable when shown
  Colour colour = Colour::None;
};

// Use from one thread.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> headings) : headings_(std::move(headings)) {}

  // As many cells as headings.
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  // This column and those after it end under each other, as numbers do. From the beginning: none.
  TextTable& right_from(std::size_t column);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // The last column is shortened to the terminal's width where it is a terminal (colours are on).
  void print(const Console& console) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<Cell>> rows_;
  std::size_t right_from_ = SIZE_MAX;
};

}  // namespace whistle::tools
