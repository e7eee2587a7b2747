// Where a request of ours goes, as an operator writes it.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

struct WebAddress {
  bool tls = false;
  std::string host;       // without the brackets of a numeric IPv6 address
  std::string port;       // digits
  std::string target;     // path and query
  std::string authority;  // for the field Host
};

// "https://HOST[:PORT][/PATH][?QUERY]", or http of this machine alone: 127.0.0.1, [::1] or localhost. An error names
// what is wrong; so is one with user, password or fragment.
[[nodiscard]] tl::expected<WebAddress, HttpError> parse_web_address(std::string_view text);

}  // namespace whistle::adapters::http
