#include "adapters/http/loopback_endpoint.h"

#include <utility>

#include "adapters/http/listen_endpoint.h"

namespace whistle::adapters::http {

tl::expected<LoopbackEndpoint, HttpError> parse_loopback(std::string_view text) {
  auto endpoint = parse_listen(text);
  if (!endpoint) return tl::unexpected(std::move(endpoint.error()));
  if (endpoint->tls) return tl::unexpected(HttpError{std::string(text) + ": write it as http://127.0.0.1:PORT"});
  return LoopbackEndpoint{std::move(endpoint->address), endpoint->port};
}

std::string to_text(const LoopbackEndpoint& endpoint) {
  return to_text(ListenEndpoint{/*tls=*/false, endpoint.address, endpoint.port});
}

}  // namespace whistle::adapters::http
