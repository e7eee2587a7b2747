#include "adapters/http/loopback_endpoint.h"

#include <string>

namespace whistle::adapters::http {

tl::expected<ListenEndpoint, HttpError> parse_loopback(std::string_view text) {
  auto endpoint = parse_listen(text);
  if (endpoint && endpoint->tls)
    return tl::unexpected(HttpError{std::string(text) + ": write it as http://127.0.0.1:PORT"});
  return endpoint;
}

}  // namespace whistle::adapters::http
