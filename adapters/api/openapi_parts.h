// What the OpenAPI document says beside routes and messages.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "adapters/api/routes.h"

namespace whistle::adapters::api {

// Version, title, conventions, server, tags.
[[nodiscard]] boost::json::object document_head(std::string_view public_url);
// Security schemes, and the parameters, headers and responses that many routes share.
[[nodiscard]] boost::json::object shared_components();
// Of application/problem+json, with the catalogue of codes.
[[nodiscard]] boost::json::object problem_schema();

// GET of the feed at kFeedPath, which no route of the table answers.
[[nodiscard]] boost::json::object feed_operation();

// Whether the answer has an ETag, so that who knows it is told 304.
[[nodiscard]] bool has_etag(const Route& route);
// The full name of the message that the JSON of the answer is; not of routes that answer with bytes.
[[nodiscard]] std::string reply_message(const Route& route);

}  // namespace whistle::adapters::api
