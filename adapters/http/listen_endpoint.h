// Where a server listens, as an operator writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

struct ListenEndpoint {
  bool tls = false;
  std::string address;     // numeric: 127.0.0.1, ::
  std::uint16_t port = 0;  // 0: a free one
};

// "http://HOST:PORT" of loopback, as parse_loopback reads it, or "https://HOST:PORT" with any numeric address or
// localhost. An error names what is wrong.
[[nodiscard]] tl::expected<ListenEndpoint, HttpError> parse_listen(std::string_view text);
// The way back.
[[nodiscard]] std::string to_text(const ListenEndpoint& endpoint);

}  // namespace whistle::adapters::http
