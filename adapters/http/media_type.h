// Media types, and lists in which a client weighs what it would take (Accept, Accept-Encoding).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

struct MediaType {
  std::string essence;  // "text/html", in lower case
  Fields parameters;    // names in lower case, values without their quotes

  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

// Of a Content-Type. nullopt: it is none.
[[nodiscard]] std::optional<MediaType> parse_media_type(std::string_view text);

struct Weighed {
  std::string_view what;  // of the list's text: "text/html;level=1" without its weight
  unsigned weight = 0;    // thousandths: "q=0.5" is 500, none is 1000
};
// The members of a list, in order; one whose weight cannot be read is left out, and what is past 64 members.
[[nodiscard]] std::vector<Weighed> parse_weighed(std::string_view list);

// Which of the offered types an Accept wants most; the first of those that it wants equally. The most specific range
// that names a type gives its weight. nullopt: none will do. An empty Accept takes anything.
[[nodiscard]] std::optional<std::size_t> choose_media_type(std::string_view accept,
                                                           std::span<const std::string_view> offered);

}  // namespace whistle::adapters::http
