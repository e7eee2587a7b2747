// bench_http_floor: the least that a server of this shape does, to hold the daemon's HTTP against: Beast reads a
// request, whatever it asks, and writes a body of fixed size. No limits, no time, no routes, no TLS.
//
// One thread, because the daemon's HTTP runs on one: what a second would add is not what is compared.
#include <CLI/CLI.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdio>
#include <string>

namespace whistle::bench {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve(Tcp::socket socket, const std::string& body) {
  boost::beast::flat_buffer buffer;
  for (bool more = true; more;) {
    http::request<http::empty_body> request;
    const auto [unread, bytes_read] = co_await http::async_read(socket, buffer, request, kToken);
    if (unread) co_return;
    http::response<http::span_body<const char>> response{http::status::ok, request.version()};
    response.set(http::field::content_type, "text/plain");
    response.body() = {body.data(), body.size()};
    more = request.keep_alive();
    response.keep_alive(more);
    response.prepare_payload();
    const auto [unsent, bytes_sent] = co_await http::async_write(socket, response, kToken);
    if (unsent) co_return;
  }
}

asio::awaitable<void> accept_all(Tcp::acceptor& acceptor, const std::string& body) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kToken);
    if (error) continue;
    socket.set_option(Tcp::no_delay(true), error);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), body), asio::detached);
  }
}

}  // namespace

}  // namespace whistle::bench

int main(int argc, char** argv) {
  std::size_t bytes = 1024;
  CLI::App app("Answers every GET with a body of the same size; prints where, and serves until it is ended");
  app.add_option("--bytes", bytes, "Of the body")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const std::string body(bytes, 'a');
  boost::asio::io_context context{1};
  whistle::bench::Tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
  std::printf("http://127.0.0.1:%u\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  boost::asio::co_spawn(context, whistle::bench::accept_all(acceptor, body), boost::asio::detached);
  context.run();
  return 0;
}
