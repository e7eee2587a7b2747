// The target of a request, taken apart: path segments and query parameters, decoded once and checked.
//
//   const auto target = parse_target("/api/v1/tickets/17?fields=text%20");
//   target->segments == {"api", "v1", "tickets", "17"};   target->query == {{"fields", "text "}};
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

// Names with values, in the order sent; a name may come twice, a value may be empty.
using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Target {
  std::string path;                   // as sent
  std::vector<std::string> segments;  // decoded; "/a/" has the two segments "a" and ""; "/" has none
  Pairs query;                        // decoded, "+" as a space
};

inline constexpr std::size_t kQueryPairsMax = 64;

// An error of what is no absolute path with an optional query: a broken escape, NUL, bytes that are not UTF-8, a
// segment "." or ".." or one that hides a slash, however they are written; more than kQueryPairsMax parameters.
[[nodiscard]] tl::expected<Target, HttpError> parse_target(std::string_view target);

// "a=b&c" to pairs, as queries and forms write them; empty pieces are passed over. An error of a broken escape, NUL, no
// UTF-8, or more than `pairs_max`.
[[nodiscard]] tl::expected<Pairs, HttpError> parse_pairs(std::string_view text, std::size_t pairs_max);

}  // namespace whistle::adapters::http
