// What anybody on this machine sends to the operations port, over a real socket: whatever the bytes, the server answers
// in HTTP or hangs up, and hands on only what is within its limits.
#include "adapters/http/http_server.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <cstring>
#include <string>

#include "engine/assert.h"
#include "tests/fuzz/target.h"
#include "tests/support/temp_dir.h"

namespace whistle::fuzz {

namespace http = adapters::http;

namespace {

class Served {
 public:
  Served() {
    auto server = http::HttpServer::listen_local(
        context_, path(), [this](const http::Request& request, const auto& answer) { take(request, answer); }, kLimits);
    WHISTLE_ASSERT(server.has_value());
    server_ = std::move(*server);
  }

  // Sends the bytes and nothing more, and returns what comes back until the server hangs up.
  std::string ask(std::string_view bytes) {
    taken_ = 0;
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    WHISTLE_ASSERT(::connect(client, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
    std::string answer;
    bool open = true;
    while (open) {
      if (!bytes.empty()) {
        const auto sent = ::send(client, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN) bytes = {};
        if (bytes.empty()) ::shutdown(client, SHUT_WR);
      } else {
        ::shutdown(client, SHUT_WR);
      }
      context_.poll();
      char piece[4096];
      const auto got = ::recv(client, piece, sizeof piece, MSG_DONTWAIT);
      if (got > 0) answer.append(piece, static_cast<std::size_t>(got));
      open = got > 0 || (got < 0 && errno == EAGAIN);
    }
    ::close(client);
    context_.poll();
    return answer;
  }

  // Of the last call.
  [[nodiscard]] std::size_t taken() const { return taken_; }

 private:
  static constexpr http::HttpLimits kLimits{.header_bytes = 1'024, .body_bytes = 2'048};

  std::string path() const { return (directory_.path() / "http").string(); }

  void take(const http::Request& request, const http::HttpServer::Answer& answer) {
    ++taken_;
    WHISTLE_ASSERT(!request.method.empty() && !request.target.empty());
    WHISTLE_ASSERT(request.method.size() + request.target.size() <= kLimits.header_bytes);
    WHISTLE_ASSERT(request.body.size() <= kLimits.body_bytes);
    answer({.status = 200, .body = request.body});
  }

  support::TempDir directory_;
  boost::asio::io_context context_;
  std::unique_ptr<http::HttpServer> server_;
  std::size_t taken_ = 0;
};

}  // namespace

void read(std::string_view input) {
  static Served served;
  const auto answer = served.ask(input);
  WHISTLE_ASSERT(answer.empty() || answer.starts_with("HTTP/1."));
  if (served.taken() > 0) WHISTLE_ASSERT(answer.find(" 200 OK\r\n") != std::string::npos);
}

}  // namespace whistle::fuzz
