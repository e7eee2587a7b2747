// Bytes as the one text of RFC 4648's base64, with padding. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whistle::storage {

[[nodiscard]] std::string base64(std::string_view bytes);
// nullopt: not the one way in which any bytes are written. Any text at all.
[[nodiscard]] std::optional<std::string> parse_base64(std::string_view text);

}  // namespace whistle::storage
