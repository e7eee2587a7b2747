// A server of HTTP/1.1 on somebody's io_context: reads requests within limits, hands each to a function, writes what
// that answers. Plain on loopback and on sockets of the file system; with TLS for whoever can reach the machine.
//
//   auto server = HttpServer::listen(context, "https://0.0.0.0:8443", TlsFiles{"chain.pem", "key.pem"},
//                                    [](Request request, auto answer) {
//     answer({.status = 404});                       // here, or later and from any thread
//   }, {});
//   log((*server)->endpoint());
//
// One session is one coroutine. A client that is slow, sends too much or comes when too many are there is cut off; none
// can hold up another. Requests that a client sends ahead are answered one after the other, in order. Destroying the
// server ends it gracefully: nobody new is let in, connections that wait for their next request are closed, a request
// that is being answered has HttpLimits::end_time for it and is told 503 then, streams are closed, and the context runs
// out of work of ours.
//
// Threads: the context is run by one thread, which calls the functions and runs the sessions. The server is made and
// destroyed on any thread, and may go before the context does, not after.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_limits.h"
#include "adapters/http/http_message.h"
#include "adapters/http/tls_certificate.h"

namespace boost::asio {
class io_context;
}

namespace whistle::adapters::http {

class HttpHall;

class HttpServer {
 public:
  // To be called once, from any thread; a call after the server's end does nothing.
  using Answer = std::function<void(Response)>;
  using Respond = std::function<void(Request, Answer)>;

  // "http://HOST:PORT", HOST an address of loopback and `tls` empty; or "https://HOST:PORT", HOST any address of this
  // machine, 0.0.0.0 or [::] (which takes both kinds). Port 0 or * takes a free one. `body_limit` and
  // `fault_answer` are asked on the context's thread; null: limits.body_bytes, and a line of plain text.
  [[nodiscard]] static tl::expected<std::unique_ptr<HttpServer>, HttpError> listen(
      boost::asio::io_context& context, std::string_view endpoint, std::optional<TlsFiles> tls, Respond respond,
      HttpLimits limits, BodyLimit body_limit = {}, FaultAnswer fault_answer = {});
  // The first kind alone.
  [[nodiscard]] static tl::expected<std::unique_ptr<HttpServer>, HttpError> listen_loopback(
      boost::asio::io_context& context, std::string_view endpoint, Respond respond, HttpLimits limits);
  // A socket in the file system, of mode 0600; one that an ended process left is replaced. The path may be longer than
  // a socket's name.
  [[nodiscard]] static tl::expected<std::unique_ptr<HttpServer>, HttpError> listen_local(
      boost::asio::io_context& context, const std::filesystem::path& path, Respond respond, HttpLimits limits);

  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Reads certificate and key again, for connections to come. An error names the file and why; the old certificate
  // stays. Does nothing without TLS. Any thread.
  [[nodiscard]] tl::expected<void, HttpError> reload_certificate();

  // As bound: "https://127.0.0.1:41233", or the socket's path.
  const std::string& endpoint() const { return endpoint_; }

 private:
  explicit HttpServer(std::shared_ptr<HttpHall> hall, std::string endpoint);

  std::shared_ptr<HttpHall> hall_;
  std::string endpoint_;
  std::filesystem::path local_;  // removed at the end
};

}  // namespace whistle::adapters::http
