// Requests to one address of somebody else, over HTTP/1.1 and, for https, TLS: connections are kept and used again.
//
//   auto client = OutboundClient::make(context, *parse_web_address("https://platform.example.org/in"), trust, 8);
//   client->post({{"Content-Type", "application/json"}}, body, 10s, [](const auto& answer) { … });
//
// Nothing is followed and nothing is tried again, but for a kept connection that the other side had closed meanwhile.
// Lives on the context's thread.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"
#include "adapters/http/tls_trust.h"
#include "adapters/http/web_address.h"

namespace boost::asio {
class io_context;
}

namespace whistle::adapters::http {

class OutboundClient : public std::enable_shared_from_this<OutboundClient> {
 public:
  using Answer = tl::expected<Response, HttpError>;
  using Told = std::function<void(const Answer&)>;

  static constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 10;

  // `trust` null: of http alone. `kept`: connections that wait for the next request, at most; as many as requests are
  // made at once, or some will always connect anew.
  [[nodiscard]] static std::shared_ptr<OutboundClient> make(boost::asio::io_context& context, WebAddress address,
                                                            std::shared_ptr<const TlsTrust> trust, std::size_t kept);
  ~OutboundClient();
  OutboundClient(const OutboundClient&) = delete;
  OutboundClient& operator=(const OutboundClient&) = delete;

  // Told once, within `patience`, after this has returned: what was answered, its fields too, or why nothing was.
  // Fields must be good ones (is_field_value); Host and Content-Length are the client's own.
  void post(const Fields& fields, const std::string& body, std::chrono::milliseconds patience, Told told);
  // Ends all connections; whoever waits is told so.
  void close();

 private:
  struct Exchange;
  struct Connection;
  OutboundClient(boost::asio::io_context& context, WebAddress address, std::shared_ptr<const TlsTrust> trust,
                 std::size_t kept);
  std::unique_ptr<Connection> take_idle();
  void keep(std::unique_ptr<Connection> connection);

  boost::asio::io_context& context_;
  const WebAddress address_;
  const std::shared_ptr<const TlsTrust> trust_;
  const std::size_t kept_;
  bool closed_ = false;
  std::deque<std::unique_ptr<Connection>> idle_;
  std::set<Exchange*> exchanges_;
};

}  // namespace whistle::adapters::http
