// A listener of HTTP/1.1 on somebody's io_context: reads requests within limits, hands each to a function, writes what
// that answers.
//
//   auto server = HttpServer::listen_loopback(context, "http://127.0.0.1:7712", [](Request request, auto answer) {
//     answer({.status = 404});                       // here, or later and from any thread
//   }, {});
//   log((*server)->endpoint());
//
// One session is one coroutine. A client that is slow, sends too much or comes when too many are there is cut off; none
// can hold up another. Destroying the server ends it gracefully: nobody new is let in, connections that wait for their
// next request are closed, a request that is being answered is told 503, and the context runs out of work of ours.
//
// Threads: the context is run by one thread, which calls the function and runs the sessions. The server is made and
// destroyed on any thread, and may go before the context does, not after.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace boost::asio {
class io_context;
}

namespace whistle::adapters::http {

struct HttpLimits {
  std::uint32_t header_bytes = 8U << 10;
  std::uint64_t body_bytes = 64U << 10;
  std::chrono::milliseconds request_time{10'000};  // from the first wait to the last byte of a request
  std::chrono::milliseconds answer_time{30'000};   // of the function; then 503, and the connection ends
  std::size_t connections = 64;                    // one more is closed at once
};

class HttpServer {
 public:
  // To be called once, from any thread; a call after the server's end does nothing.
  using Answer = std::function<void(Response)>;
  using Respond = std::function<void(Request, Answer)>;

  // "http://HOST:PORT", HOST an address of loopback: 127.x.y.z, [::1] or localhost; port 0 or * takes a free one.
  [[nodiscard]] static tl::expected<std::unique_ptr<HttpServer>, HttpError> listen_loopback(
      boost::asio::io_context& context, std::string_view endpoint, Respond respond, HttpLimits limits);
  // A socket in the file system, of mode 0600; one that an ended process left is replaced. The path may be longer than
  // a socket's name.
  [[nodiscard]] static tl::expected<std::unique_ptr<HttpServer>, HttpError> listen_local(
      boost::asio::io_context& context, const std::filesystem::path& path, Respond respond, HttpLimits limits);

  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // As bound: "http://127.0.0.1:41233", or the socket's path.
  const std::string& endpoint() const { return endpoint_; }

 private:
  class Hall;  // what the sessions share
  explicit HttpServer(std::shared_ptr<Hall> hall, std::string endpoint);

  std::shared_ptr<Hall> hall_;
  std::string endpoint_;
  std::filesystem::path local_;  // removed at the end
};

}  // namespace whistle::adapters::http
