// Media types, and lists in which a client weighs what it would take (Accept-Encoding).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whistle::adapters::http {

// Of a Content-Type, without parameters and in lower case: "text/html".
[[nodiscard]] std::string essence_of(std::string_view content_type);

struct Weighed {
  std::string_view what;  // of the list's text: "text/html;level=1" without its weight
  unsigned weight = 0;    // thousandths: "q=0.5" is 500, none is 1000
};
// The members of a list, in order; one whose weight cannot be read is left out, and what is past 64 members.
[[nodiscard]] std::vector<Weighed> parse_weighed(std::string_view list);

}  // namespace whistle::adapters::http
