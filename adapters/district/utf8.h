// UTF-8 as the readers need it: is it valid, where is it not, how many characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace whistle::adapters::district {

// Byte offset of the first byte that is not part of a well-formed sequence (overlong forms and surrogates are not);
// nullopt: all valid.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);
// Byte offset of the first control character other than tab and line breaks; nullopt: none. DEL and U+0080 to U+009F
// count.
[[nodiscard]] std::optional<std::size_t> first_control_character(std::string_view text);
// Characters of a valid text.
[[nodiscard]] std::size_t character_count(std::string_view text);
// Code points of a valid text.
[[nodiscard]] std::u32string code_points(std::string_view text);
// Without a byte order mark at its start.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

}  // namespace whistle::adapters::district
