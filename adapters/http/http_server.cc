#include "adapters/http/http_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <list>
#include <optional>
#include <utility>

#include "adapters/http/local_socket.h"
#include "adapters/http/loopback_endpoint.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

using Socket = asio::generic::stream_protocol::socket;
using Stream = beast::basic_stream<asio::generic::stream_protocol>;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // after a failure such as no descriptors left

beast::http::response<beast::http::string_body> to_wire(Response response, unsigned version, bool keep_alive) {
  beast::http::response<beast::http::string_body> wire;
  wire.result(response.status);
  wire.version(version);
  wire.set(beast::http::field::content_type, response.content_type);
  wire.set(beast::http::field::cache_control, "no-store");
  wire.body() = std::move(response.body);
  wire.keep_alive(keep_alive);
  wire.prepare_payload();
  return wire;
}

// What to say of a request that could not be read; nullopt: nothing, the client is gone or was too slow.
std::optional<Response> fault_of(const boost::system::error_code& code) {
  using beast::http::error;
  if (code == error::header_limit) return Response{431, "the header is too large\n"};
  if (code == error::body_limit) return Response{413, "the body is too large\n"};
  const bool gone = code == error::end_of_stream || code == error::partial_message;
  const bool of_http = code.category() == beast::http::make_error_code(error::bad_method).category();
  if (of_http && !gone) return Response{400, "this is no request\n"};
  return std::nullopt;
}

}  // namespace

class HttpServer::Hall : public std::enable_shared_from_this<Hall> {
 public:
  Hall(asio::io_context& context, Respond respond, HttpLimits limits)
      : context_(context), respond_(std::move(respond)), limits_(limits) {}

  template <typename Protocol>
  void open(std::shared_ptr<asio::basic_socket_acceptor<Protocol>> acceptor) {
    close_ = [acceptor] {
      boost::system::error_code ignored;
      acceptor->close(ignored);
    };
    asio::co_spawn(context_, admit<Protocol>(shared_from_this(), acceptor), asio::detached);
  }

  // On the context's thread.
  void end() {
    ending_ = true;
    close_();
    for (auto& session : sessions_) {
      session->wake.cancel();
      if (!session->answering) session->stream.cancel();
    }
  }

  asio::io_context& context() { return context_; }

 private:
  struct Session {
    explicit Session(Socket socket) : stream(std::move(socket)), wake(stream.get_executor()) {}
    Stream stream;
    asio::steady_timer wake;
    std::optional<Response> response;
    bool answering = false;
  };

  template <typename Protocol>
  static asio::awaitable<void> admit(std::shared_ptr<Hall> self,
                                     std::shared_ptr<asio::basic_socket_acceptor<Protocol>> acceptor) {
    while (!self->ending_) {
      auto [error, socket] = co_await acceptor->async_accept(kToken);
      if (self->ending_) break;
      if (error) {
        asio::steady_timer pause(self->context_, kAcceptPause);
        (void)co_await pause.async_wait(kToken);
        continue;
      }
      if (self->sessions_.size() >= self->limits_.connections) continue;  // closed as it goes
      auto session = std::make_shared<Session>(Socket(std::move(socket)));
      self->sessions_.push_back(session);
      asio::co_spawn(self->context_, serve(self, session), asio::detached);
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<Hall> self, std::shared_ptr<Session> session) {
    beast::flat_buffer buffer(self->limits_.header_bytes + self->limits_.body_bytes);
    bool more = true;
    while (more && !self->ending_)
      more = co_await self->serve_one(*session, session, buffer);
    boost::system::error_code ignored;
    session->stream.socket().shutdown(Socket::shutdown_both, ignored);
    session->stream.close();
    self->sessions_.remove(session);
  }

  // False: the connection is over.
  asio::awaitable<bool> serve_one(Session& session, std::shared_ptr<Session> kept, beast::flat_buffer& buffer) {
    beast::http::request_parser<beast::http::string_body> parser;
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    session.stream.expires_after(limits_.request_time);
    const auto [error, read] = co_await beast::http::async_read(session.stream, buffer, parser, kToken);
    if (error) {
      auto fault = fault_of(error);
      if (fault) co_await write(session, to_wire(*std::move(fault), 11, /*keep_alive=*/false));
      co_return false;
    }
    auto message = parser.release();
    const bool keep_alive = message.keep_alive();
    Request request{std::string(message.method_string()), std::string(message.target()), std::move(message.body())};
    auto response = co_await ask(session, std::move(kept), std::move(request));
    // An answer that was given up may still come, and would be taken for the next request's.
    const bool stays = keep_alive && !ending_ && session.response.has_value();
    co_return co_await write(session, to_wire(std::move(response), message.version(), stays)) && stays;
  }

  asio::awaitable<Response> ask(Session& session, std::shared_ptr<Session> kept, Request request) {
    if (ending_) co_return Response{503, "stopping\n"};
    session.response.reset();
    session.answering = true;
    session.wake.expires_after(limits_.answer_time);
    session.stream.expires_never();
    // Whoever answers may keep its function until after the context's end, which takes the sessions with it.
    respond_(std::move(request), [weak = std::weak_ptr(kept), executor = context_.get_executor()](Response response) {
      auto held = weak.lock();
      if (!held) return;
      asio::post(executor, [held = std::move(held), response = std::move(response)]() mutable {
        held->response = std::move(response);
        held->wake.cancel();
      });
    });
    (void)co_await session.wake.async_wait(kToken);
    session.answering = false;
    if (session.response) co_return *std::move(session.response);
    co_return Response{503, ending_ ? "stopping\n" : "no answer in time\n"};
  }

  asio::awaitable<bool> write(Session& session, beast::http::response<beast::http::string_body> wire) {
    session.stream.expires_after(limits_.request_time);
    const auto [error, written] = co_await beast::http::async_write(session.stream, wire, kToken);
    co_return !error;
  }

  asio::io_context& context_;
  const Respond respond_;
  const HttpLimits limits_;
  // ---- of the context's thread, once open ----
  std::function<void()> close_ = [] {};
  std::list<std::shared_ptr<Session>> sessions_;
  bool ending_ = false;
};

HttpServer::HttpServer(std::shared_ptr<Hall> hall, std::string endpoint)
    : hall_(std::move(hall)), endpoint_(std::move(endpoint)) {}

HttpServer::~HttpServer() {
  if (!local_.empty()) ::unlink(local_.c_str());
  asio::post(hall_->context(), [hall = hall_] { hall->end(); });
}

tl::expected<std::unique_ptr<HttpServer>, HttpError> HttpServer::listen_loopback(asio::io_context& context,
                                                                                 std::string_view endpoint,
                                                                                 Respond respond, HttpLimits limits) {
  auto wanted = parse_loopback(endpoint);
  if (!wanted) return tl::unexpected(wanted.error());
  auto acceptor = std::make_shared<Tcp::acceptor>(context);
  const Tcp::endpoint at(asio::ip::make_address(wanted->address), wanted->port);
  boost::system::error_code error;
  acceptor->open(at.protocol(), error);
  if (!error) acceptor->set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor->bind(at, error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return tl::unexpected(HttpError{std::string(endpoint) + ": " + error.message()});
  wanted->port = acceptor->local_endpoint().port();
  auto hall = std::make_shared<Hall>(context, std::move(respond), limits);
  hall->open<Tcp>(std::move(acceptor));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(hall), to_text(*wanted)));
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
  auto hall = std::make_shared<Hall>(context, std::move(respond), limits);
  hall->open<Local>(std::move(acceptor));
  auto server = std::unique_ptr<HttpServer>(new HttpServer(std::move(hall), path.string()));
  server->local_ = path;
  return server;
}

}  // namespace whistle::adapters::http
