// Whether bytes are text.
#pragma once

#include <string_view>

namespace whistle::adapters::api {

// Shortest forms alone, no surrogates, nothing past U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace whistle::adapters::api
