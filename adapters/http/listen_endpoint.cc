#include "adapters/http/listen_endpoint.h"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <optional>

namespace whistle::adapters::http {

namespace {

constexpr std::string_view kPlain = "http://";
constexpr std::string_view kTls = "https://";

tl::unexpected<HttpError> wrong(std::string_view text, std::string_view why) {
  return tl::unexpected(HttpError{std::string(text) + ": " + std::string(why)});
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text == "*") return 0;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

tl::expected<ListenEndpoint, HttpError> parse_listen(std::string_view text) {
  const bool tls = text.starts_with(kTls);
  if (!tls && !text.starts_with(kPlain)) return wrong(text, "write it as http://127.0.0.1:PORT or https://HOST:PORT");
  auto host = text.substr(tls ? kTls.size() : kPlain.size());
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos) return wrong(text, "the port is missing");
  const auto port = parse_port(host.substr(colon + 1));
  if (!port) return wrong(text, "no such port");
  host = host.substr(0, colon);
  if (host == "localhost") return ListenEndpoint{tls, "127.0.0.1", *port};
  const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (brackets) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  if (error || address.is_v6() != brackets) return wrong(text, "no address");
  if (!tls && !address.is_loopback()) return wrong(text, "without TLS loopback alone, such as http://127.0.0.1:7712");
  return ListenEndpoint{tls, address.to_string(), *port};
}

std::string to_text(const ListenEndpoint& endpoint) {
  const bool v6 = endpoint.address.find(':') != std::string::npos;
  return std::string(endpoint.tls ? kTls : kPlain) + (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" +
         std::to_string(endpoint.port);
}

}  // namespace whistle::adapters::http
