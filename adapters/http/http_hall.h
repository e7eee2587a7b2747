// What a server's sessions share: who may come in, who is there, who answers, and that it ends.
//
// All on the context's thread, but for context() and reload_certificate().
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "adapters/http/http_server.h"
#include "adapters/http/peer.h"
#include "adapters/http/tls_certificate.h"

namespace whistle::adapters::http {

class HttpSession;

class HttpHall : public std::enable_shared_from_this<HttpHall> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;
  template <typename Protocol>
  using Acceptor = std::shared_ptr<boost::asio::basic_socket_acceptor<Protocol>>;
  // `certificate` null: without TLS.
  HttpHall(boost::asio::io_context& context, HttpServer::Respond respond, HttpLimits limits, BodyLimit body_limit,
           FaultAnswer fault_answer, std::unique_ptr<TlsCertificate> certificate);
  ~HttpHall();

  // Lets in whoever comes to the socket that listens, until end(). Once.
  void open(Acceptor<boost::asio::ip::tcp> acceptor);
  void open(Acceptor<boost::asio::local::stream_protocol> acceptor);
  void end();

  // ---- of the sessions ----
  void leave(HttpSession& session);
  [[nodiscard]] bool ending() const { return ending_; }
  [[nodiscard]] const HttpLimits& limits() const { return limits_; }
  [[nodiscard]] const BodyLimit& body_limit() const { return body_limit_; }
  [[nodiscard]] const FaultAnswer& fault_answer() const { return fault_answer_; }
  void respond(Request request, HttpServer::Answer answer) { respond_(std::move(request), std::move(answer)); }
  // The text of a Date field, now. Valid until the next call.
  std::string_view date();

  boost::asio::io_context& context() { return context_; }
  tl::expected<void, HttpError> reload_certificate();

 private:
  template <typename Protocol>
  void start(Acceptor<Protocol> acceptor);
  template <typename Protocol>
  static boost::asio::awaitable<void> accept_all(std::shared_ptr<HttpHall> self, Acceptor<Protocol> acceptor);

  static Peer peer_of(const boost::asio::ip::tcp::socket& socket);
  static Peer peer_of(const boost::asio::local::stream_protocol::socket& socket);
  void admit(Socket socket, Peer peer);
  bool is_full(const std::string& group) const;

  boost::asio::io_context& context_;
  const HttpServer::Respond respond_;
  const HttpLimits limits_;
  const BodyLimit body_limit_;
  const FaultAnswer fault_answer_;
  const std::unique_ptr<TlsCertificate> certificate_;
  std::function<void()> close_ = [] {};
  std::unordered_set<std::shared_ptr<HttpSession>> sessions_;
  std::unordered_map<std::string, std::size_t> of_group_;
  std::chrono::sys_seconds dated_{};
  std::string date_;
  bool ending_ = false;
};

}  // namespace whistle::adapters::http
