#include "adapters/http/http_server.h"

#include <netinet/tcp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>

#include <cerrno>
#include <utility>

#include "adapters/http/http_hall.h"
#include "adapters/http/listen_endpoint.h"
#include "adapters/http/local_socket.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;

namespace {

using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;
using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;

// What is set here every connection inherits.
void bind(Tcp::acceptor& acceptor, const Tcp::endpoint& at, const HttpLimits& limits,
          boost::system::error_code& error) {
  const auto set = [&](const auto& option) {
    if (!error) acceptor.set_option(option, error);
  };
  acceptor.open(at.protocol(), error);
  set(Tcp::acceptor::reuse_address(true));
  if (at.address().is_v6()) set(asio::ip::v6_only(!at.address().is_unspecified()));
  set(asio::socket_base::send_buffer_size(limits.socket_bytes));
  set(asio::socket_base::receive_buffer_size(limits.socket_bytes));
  set(Tcp::no_delay(true));
  set(UserTimeout(static_cast<int>(limits.stream_time.count())));  // what is not acknowledged by then
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
}

}  // namespace

HttpServer::HttpServer(std::shared_ptr<HttpHall> hall, std::string endpoint)
    : hall_(std::move(hall)), endpoint_(std::move(endpoint)) {}

HttpServer::~HttpServer() {
  if (!local_.empty()) ::unlink(local_.c_str());
  asio::post(hall_->context(), [hall = hall_] { hall->end(); });
}

tl::expected<void, HttpError> HttpServer::reload_certificate() {
  return hall_->reload_certificate();
}

tl::expected<std::unique_ptr<HttpServer>, HttpError> HttpServer::listen(asio::io_context& context,
                                                                        std::string_view endpoint,
                                                                        std::optional<TlsFiles> tls, Respond respond,
                                                                        HttpLimits limits, BodyLimit body_limit,
                                                                        FaultAnswer fault_answer) {
  const auto wrong = [&](const std::string& why) {
    return tl::unexpected(HttpError{std::string(endpoint) + ": " + why});
  };
  auto wanted = parse_listen(endpoint);
  if (!wanted) return tl::unexpected(wanted.error());
  if (wanted->tls && !tls) return wrong("TLS needs a certificate and its key");
  if (!wanted->tls && tls) return wrong("a certificate is for https:// alone");
  std::unique_ptr<TlsCertificate> certificate;
  if (tls) {
    auto loaded = TlsCertificate::load(*std::move(tls));
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    certificate = *std::move(loaded);
  }
  auto acceptor = std::make_shared<Tcp::acceptor>(context);
  boost::system::error_code error;
  bind(*acceptor, {asio::ip::make_address(wanted->address), wanted->port}, limits, error);
  if (error) return wrong(error.message());
  wanted->port = acceptor->local_endpoint().port();
  auto hall = std::make_shared<HttpHall>(context, std::move(respond), limits, std::move(body_limit),
                                         std::move(fault_answer), std::move(certificate));
  hall->open(std::move(acceptor));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(hall), to_text(*wanted)));
}

tl::expected<std::unique_ptr<HttpServer>, HttpError> HttpServer::listen_loopback(asio::io_context& context,
                                                                                 std::string_view endpoint,
                                                                                 Respond respond, HttpLimits limits) {
  return listen(context, endpoint, std::nullopt, std::move(respond), limits);
}

tl::expected<std::unique_ptr<HttpServer>, HttpError> HttpServer::listen_local(asio::io_context& context,
                                                                              const std::filesystem::path& path,
                                                                              Respond respond, HttpLimits limits) {
  const auto name = LocalSocketName::of(path);
  if (!name) return tl::unexpected(name.error());
  ::unlink(path.c_str());
  auto acceptor = std::make_shared<Local::acceptor>(context);
  boost::system::error_code error;
  acceptor->open(Local(), error);
  // The socket takes its mode from its descriptor, so that nobody else can connect even before chmod.
  if (!error && ::fchmod(acceptor->native_handle(), S_IRUSR | S_IWUSR) != 0)
    error.assign(errno, boost::system::system_category());
  if (!error) acceptor->bind(Local::endpoint(name->text()), error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return tl::unexpected(HttpError{path.string() + ": " + error.message()});
  auto hall = std::make_shared<HttpHall>(context, std::move(respond), limits, BodyLimit(), FaultAnswer(), nullptr);
  hall->open(std::move(acceptor));
  auto server = std::unique_ptr<HttpServer>(new HttpServer(std::move(hall), path.string()));
  server->local_ = path;
  return server;
}

}  // namespace whistle::adapters::http
