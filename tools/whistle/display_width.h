// How many columns a text takes on a terminal: East Asian wide characters take two, combining marks none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whistle::tools {

// Columns of valid UTF-8; bytes that are not count one each.
[[nodiscard]] std::size_t display_width(std::string_view text);
// The text, blanks appended up to `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);
// The text, or as much of it as fits together with an ellipsis into `width` columns.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);
// The text with control characters, and what is not UTF-8, replaced by '?': safe to show on a terminal.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace whistle::tools
