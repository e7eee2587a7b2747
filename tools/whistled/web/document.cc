#include "tools/whistled/web/document.h"

#include <algorithm>
#include <cstddef>

#include "engine/hexadecimal.h"
#include "storage/sha256.h"

namespace whistle::tools::whistled::web {

namespace http = adapters::http;

namespace {

// If-None-Match compares weakly, so that W/ of a compressed answer does not matter.
bool is_known(std::string_view known, std::string_view tag) {
  while (!known.empty()) {
    const auto end = std::min(known.find(','), known.size());
    auto one = http::trimmed(known.substr(0, end));
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
    known.remove_prefix(std::min(end + 1, known.size()));
  }
  return false;
}

}  // namespace

std::string tag_of_bytes(std::string_view bytes) {
  constexpr std::size_t kDigits = 32;  // of the hash
  return '"' + engine::hexadecimal(storage::sha256(bytes)).substr(0, kDigits) + '"';
}

http::Response tell_document(const http::Request& request, const Document& document) {
  if (request.method != "GET" && request.method != "HEAD")
    return {.status = 405, .body = "This page is for reading.\n", .fields = {{"Allow", "GET, HEAD"}}};
  http::Response response{.content_type = std::string(document.type),
                          .fields = {{"ETag", std::string(document.tag)},
                                     {"Cache-Control", "no-cache"},
                                     {"Content-Security-Policy", std::string(document.policy)}}};
  const auto known = request.values("If-None-Match");
  if (std::ranges::any_of(known, [&](std::string_view one) { return is_known(one, document.tag); })) {
    response.status = 304;
    response.content_type.clear();
  } else {
    response.body = document.bytes;
  }
  return response;
}

}  // namespace whistle::tools::whistled::web
