// Addresses of the machine itself, as an operator writes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

struct LoopbackEndpoint {
  std::string address;     // numeric: 127.0.0.1, ::1
  std::uint16_t port = 0;  // 0: a free one
};

// "http://HOST:PORT". An error names what is wrong; any address that others could reach is one.
[[nodiscard]] tl::expected<LoopbackEndpoint, HttpError> parse_loopback(std::string_view text);
// The way back.
[[nodiscard]] std::string to_text(const LoopbackEndpoint& endpoint);

}  // namespace whistle::adapters::http
