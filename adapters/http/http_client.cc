#include "adapters/http/http_client.h"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <optional>
#include <utility>

#include "adapters/http/local_socket.h"
#include "adapters/http/loopback_endpoint.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

constexpr std::uint64_t kAnswerBytesMax = 16U << 20;

// One exchange, as a chain of callbacks on a context of its own.
class Exchange {
 public:
  Exchange(asio::generic::stream_protocol::endpoint endpoint, const Request& request)
      : endpoint_(std::move(endpoint)), stream_(context_) {
    parser_.body_limit(kAnswerBytesMax);
    wire_.method_string(request.method);
    wire_.target(request.target);
    wire_.version(11);
    wire_.set(beast::http::field::host, "localhost");
    wire_.keep_alive(false);
    wire_.body() = request.body;
    wire_.prepare_payload();
  }

  tl::expected<Response, HttpError> run(std::chrono::milliseconds patience) {
    stream_.expires_after(patience);
    stream_.async_connect(endpoint_, [this](const auto& error) { error ? end(error) : write(); });
    context_.run();
    if (error_) return tl::unexpected(HttpError{error_.message()});
    auto message = parser_.release();
    return Response{message.result_int(), std::move(message.body()),
                    std::string(message[beast::http::field::content_type])};
  }

 private:
  void write() {
    beast::http::async_write(stream_, wire_, [this](const auto& error, std::size_t) { error ? end(error) : read(); });
  }
  void read() {
    beast::http::async_read(stream_, buffer_, parser_, [this](const auto& error, std::size_t) { end(error); });
  }
  void end(const boost::system::error_code& error) {
    error_ = error;
    stream_.close();
  }

  asio::io_context context_;
  const asio::generic::stream_protocol::endpoint endpoint_;
  beast::basic_stream<asio::generic::stream_protocol> stream_;
  beast::http::request<beast::http::string_body> wire_;
  beast::http::response_parser<beast::http::string_body> parser_;
  beast::flat_buffer buffer_;
  boost::system::error_code error_;
};

}  // namespace

tl::expected<Response, HttpError> ask_local(const std::filesystem::path& socket, const Request& request,
                                            std::chrono::milliseconds patience) {
  const auto name = LocalSocketName::of(socket);
  if (!name) return tl::unexpected(name.error());
  auto answer = Exchange(asio::local::stream_protocol::endpoint(name->text()), request).run(patience);
  if (!answer) return tl::unexpected(HttpError{socket.string() + ": " + answer.error().what});
  return answer;
}

tl::expected<Response, HttpError> ask_loopback(std::string_view endpoint, const Request& request,
                                               std::chrono::milliseconds patience) {
  const auto at = parse_loopback(endpoint);
  if (!at) return tl::unexpected(at.error());
  auto answer = Exchange(asio::ip::tcp::endpoint(asio::ip::make_address(at->address), at->port), request).run(patience);
  if (!answer) return tl::unexpected(HttpError{std::string(endpoint) + ": " + answer.error().what});
  return answer;
}

}  // namespace whistle::adapters::http
