// The OpenAPI 3.1 document of /api/v1, made of the route table and of the .proto files with their comments.
//
// The program that answers by the table tells of the table, so the document cannot be older than the API. Pure; from
// any thread. Takes some milliseconds: keep what it returns.
#pragma once

#include <string>

namespace whistle::adapters::api {

// JSON; to be served as kBasePath + "/openapi.json".
[[nodiscard]] std::string openapi_document();

}  // namespace whistle::adapters::api
