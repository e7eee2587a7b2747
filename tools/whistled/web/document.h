// What people read in a browser: kept by it, and asked for whether it still holds, so that after an update no page runs
// with the scripts of another version.
//
//   return tell_document(request, {.type = kHtmlType, .policy = kPagePolicy, .tag = tag_of_bytes(bytes), .bytes =
//   bytes});
//
// Pure; from any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/http_message.h"

namespace whistle::tools::whistled::web {

inline constexpr std::string_view kHtmlType = "text/html; charset=utf-8";
// A page may load nothing, ask nobody and be framed by nobody but its own origin, and runs no script of its markup.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

struct Document {
  std::string_view type;
  std::string_view policy;
  std::string_view tag;  // of its content, in quotes
  std::string_view bytes;
};

[[nodiscard]] std::string tag_of_bytes(std::string_view bytes);

// To GET and HEAD; 304 to who has it, 405 to other methods.
[[nodiscard]] adapters::http::Response tell_document(const adapters::http::Request& request, const Document& document);

}  // namespace whistle::tools::whistled::web
