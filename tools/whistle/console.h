// Where a command reads and writes, and what is on the other side.
#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

#include "tools/whistle/language.h"

namespace whistle::tools {

// Emphasis on a terminal; nothing elsewhere.
enum class Colour { None, Bold, Dim, Red, Yellow, Green, Cyan };

// One thread. The streams outlive the console.
struct Console {
  std::istream& in;
  std::ostream& out;  // answers
  std::ostream& err;  // progress, errors, hints
  Environment environment;
  bool colour = false;           // out is a terminal that may be coloured
  bool err_is_terminal = false;  // progress is drawn there
  std::size_t columns = 100;     // of the terminal

  // `text` in that colour if colours are on.
  [[nodiscard]] std::string paint(Colour how, std::string_view text) const;
};

// That of this process: colours on a terminal alone and never with NO_COLOR or TERM=dumb.
[[nodiscard]] Console process_console();

}  // namespace whistle::tools
