// The headers that say under which conditions, and for whom, a request is made.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/api/api_request.h"

namespace whistle::adapters::api {

// What the route needs of `Content-Type`, `Content-Encoding` and `Accept`; nullopt: it is all right.
[[nodiscard]] std::optional<Problem> check_types(const Route& route, const HttpRequest& http);

// Idempotency-Key, of a command.
[[nodiscard]] std::optional<Problem> read_key(const HttpRequest& http, Asked& asked);
// If-Match and If-None-Match.
[[nodiscard]] std::optional<Problem> read_conditions(const HttpRequest& http, Asked& asked);
// Authorization (whether it is there), Whistle-Ticket-Token, Whistle-Acting-For, Whistle-Acted-At.
[[nodiscard]] std::optional<Problem> read_asker(const HttpRequest& http, Asked& asked);

}  // namespace whistle::adapters::api
