// Bytes as JSON, headers and addresses bring them. They are written by engine/base64.h and engine/hexadecimal.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whistle::adapters::api {

// Of the standard alphabet or the one for addresses, but not both; padded or not. nullopt: no such text, or one that no
// encoder writes, because bits are set that belong to no byte.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

// Two digits a byte, of either case; nullopt: no such text.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

// Of an address: letters, digits, "-._~" and the characters of `plain` as they are, any other byte as its escape.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view plain);

}  // namespace whistle::adapters::api
