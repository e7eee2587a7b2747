// The OpenAPI 3.1 document of /api/v1, made of the route table and of the .proto files with their comments.
//
// The program that answers by the table tells of the table, so the document cannot be older than the API. Pure; from
// any thread. Takes some milliseconds: keep what it returns.
#pragma once

#include <string>
#include <string_view>

namespace whistle::adapters::api {

// JSON; to be served as kBasePath + "/openapi.json". `public_url` is how clients reach the server, without a slash at
// its end: the document's server, for whoever keeps the document elsewhere; empty: relative to where it is served.
[[nodiscard]] std::string openapi_document(std::string_view public_url);

}  // namespace whistle::adapters::api
