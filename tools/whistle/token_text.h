// A ticket's private token as people carry it: 32 hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whistle::tools {

[[nodiscard]] std::string token_text(std::string_view token);
// nullopt: not 32 hexadecimal digits, of either case.
[[nodiscard]] std::optional<std::string> parse_token(std::string_view text);

}  // namespace whistle::tools
