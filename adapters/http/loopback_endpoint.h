// Addresses of the machine itself, as an operator writes them.
#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"
#include "adapters/http/listen_endpoint.h"

namespace whistle::adapters::http {

// "http://HOST:PORT". An error names what is wrong; any address that others could reach is one.
[[nodiscard]] tl::expected<ListenEndpoint, HttpError> parse_loopback(std::string_view text);

}  // namespace whistle::adapters::http
