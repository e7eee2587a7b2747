// What the client reads: in which format, in which language.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// By the header Accept. Equal wishes, and none, mean XML, which the specification asks of every server; nullopt: it
// takes neither.
[[nodiscard]] std::optional<Format> accepted_format(std::string_view accept);

// By the parameter `locale` where it names a language that is spoken here, else by the header Accept-Language, else
// Chinese.
[[nodiscard]] Language spoken_language(std::string_view locale, std::string_view accept_language);

}  // namespace whistle::adapters::open311
