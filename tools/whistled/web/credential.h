// Who asks over HTTP: whoever the bearer token belongs to, whoever holds a ticket's private link, or nobody in
// particular.
//
//   auto actor = actor_of(request.field("Authorization"), shows_ticket_token);
//
// A token travels in the header alone: what stands in a URL is written into logs on the way. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "whistle/v1/actor.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled::web {

// The token's hash is what the journal knows. Whether it is known is the core's to say.
[[nodiscard]] v1::Actor actor_with_token(std::string_view token);

// An error says what is wrong with the header: another scheme than Bearer, no token, or characters that no token has.
[[nodiscard]] tl::expected<v1::Actor, std::string> actor_of(std::optional<std::string_view> authorization,
                                                            bool shows_ticket_token);

// Whether that answers a credential that nobody is known by: unknown, expired or revoked, or not of that ticket.
[[nodiscard]] bool is_of_stranger(const v1::Reply& reply);

// Residents share one name in the journal, so that two of them must not meet under one idempotency key.
[[nodiscard]] std::string resident_key(std::string_view ticket_token, std::string_view key);

}  // namespace whistle::tools::whistled::web
