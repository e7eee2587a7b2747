#include "adapters/http/outbound_client.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <optional>
#include <utility>

#include "adapters/http/wire.h"
#include "engine/assert.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kPieceBytes = 4'096;
constexpr std::size_t kHeaderBytesMax = std::size_t{16} << 10;
constexpr unsigned kFinal = 200;  // what is below says that more comes

std::string text_of(const WebAddress& address, const Fields& fields, const std::string& body) {
  std::string text = "POST " + address.target + " HTTP/1.1\r\nHost: " + address.authority +
                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : fields) {
    WHISTLE_ASSERT(is_token(name) && is_field_value(value));
    text.append(name).append(": ").append(value).append("\r\n");
  }
  return text.append("\r\n").append(body);
}

using Parser = beast::http::response_parser<beast::http::string_body>;

Response response_of(Parser& parser) {
  auto message = parser.release();
  Response response{message.result_int(), std::move(message.body()),
                    std::string(message[beast::http::field::content_type])};
  for (const auto& field : message)
    response.fields.push_back({std::string(field.name_string()), std::string(field.value())});
  return response;
}

}  // namespace

struct OutboundClient::Connection {
  Connection(Wire::Socket socket, Ssl ssl) : seen(ssl.get()), wire(std::move(socket), std::move(ssl)) {}

  // Whether the other side has neither closed it nor said what nobody asked for.
  [[nodiscard]] bool is_quiet() {
    char byte = 0;
    return ::recv(wire.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
  }

  ssl_st* seen;  // null: plain
  Wire wire;
};

// One request, as a coroutine that holds this; whatever it waits for ends when `end` is called.
struct OutboundClient::Exchange {
  Exchange(std::shared_ptr<OutboundClient> of, std::string sent, Told to)
      : client(std::move(of)),
        text(std::move(sent)),
        told(std::move(to)),
        timer(client->context_),
        resolver(client->context_),
        socket(client->context_) {
    client->exchanges_.insert(this);
  }
  ~Exchange() { client->exchanges_.erase(this); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void end(const char* why) {
    if (ended.empty()) ended = why;
    timer.cancel();
    resolver.cancel();
    boost::system::error_code ignored;
    socket.close(ignored);
    if (connection) connection->wire.close();
  }
  tl::unexpected<HttpError> failed(const std::string& why) const {
    return tl::unexpected(HttpError{ended.empty() ? why : ended});
  }

  asio::awaitable<Answer> run() {
    connection = client->take_idle();
    if (connection) {
      auto answer = co_await ask();
      if (answer || got_any || !ended.empty()) co_return answer;
      connection.reset();  // it had been closed while it was kept
    }
    const auto connected = co_await connect();
    if (!connected) co_return tl::unexpected(connected.error());
    co_return co_await ask();
  }

  asio::awaitable<tl::expected<void, HttpError>> connect() {
    const auto& address = client->address_;
    const auto [unresolved, found] = co_await resolver.async_resolve(address.host, address.port, kToken);
    if (unresolved) co_return failed(address.host + ": " + unresolved.message());
    std::string why = address.host + ": no address";
    for (const auto& each : found) {
      boost::system::error_code ignored;
      socket.close(ignored);
      const auto [error] = co_await socket.async_connect(each.endpoint(), kToken);
      if (!ended.empty()) co_return failed({});
      if (!error) co_return co_await greet();
      why = each.endpoint().address().to_string() + ":" + address.port + ": " + error.message();
    }
    co_return failed(why);
  }

  asio::awaitable<tl::expected<void, HttpError>> greet() {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto ssl = client->address_.tls ? client->trust_->connect(client->address_.host) : nullptr;
    if (client->address_.tls && !ssl) co_return failed("TLS: no memory");
    const bool tls = ssl != nullptr;
    connection = std::make_unique<Connection>(Wire::Socket(std::move(socket)), std::move(ssl));
    if (!tls) co_return tl::expected<void, HttpError>{};
    const bool shaken = co_await connection->wire.shake_hands();
    if (shaken) co_return tl::expected<void, HttpError>{};
    const auto fault = certificate_fault(connection->seen);
    co_return failed(fault.empty() ? "TLS: the handshake failed" : "TLS: " + fault);
  }

  asio::awaitable<Answer> ask() {
    got_any = false;
    for (std::string_view left = text; !left.empty();) {
      const auto sent = co_await connection->wire.write_some(left);
      if (sent == 0) break;  // it may have answered all the same
      left.remove_prefix(sent);
    }
    beast::flat_buffer buffer;
    auto parser = fresh_parser();
    for (;;) {
      auto done = parse(*parser, buffer);
      if (!done) co_return tl::unexpected(done.error());
      if (*done && parser->get().result_int() >= kFinal) break;
      if (*done) {
        parser = fresh_parser();
        continue;
      }
      std::array<char, kPieceBytes> piece;
      const auto got = co_await connection->wire.read_some(piece);
      got_any = got_any || got > 0;
      if (got == 0) {
        if (!ends_here(*parser)) co_return failed("the connection ended before an answer");
        break;
      }
      asio::buffer_copy(buffer.prepare(got), asio::buffer(piece.data(), got));
      buffer.commit(got);
    }
    const bool keep = parser->keep_alive() && buffer.size() == 0 && parser->is_done();
    auto response = response_of(*parser);
    if (keep) client->keep(std::move(connection));
    co_return response;
  }

  static std::unique_ptr<Parser> fresh_parser() {
    auto parser = std::make_unique<Parser>();
    parser->body_limit(kAnswerBytesMax);
    parser->header_limit(kHeaderBytesMax);
    parser->eager(true);
    return parser;
  }
  // A body without a told length ends with the connection.
  static bool ends_here(Parser& parser) {
    if (!parser.got_some()) return false;
    boost::system::error_code error;
    parser.put_eof(error);
    return !error && parser.is_done();
  }
  tl::expected<bool, HttpError> parse(Parser& parser, beast::flat_buffer& buffer) const {
    while (buffer.size() > 0 && !parser.is_done()) {
      boost::system::error_code error;
      const auto used = parser.put(buffer.data(), error);
      buffer.consume(used);
      if (error == beast::http::error::need_more) return false;
      if (error) return failed("the answer cannot be read: " + error.message());
    }
    return parser.is_done();
  }

  const std::shared_ptr<OutboundClient> client;
  const std::string text;
  const Told told;
  asio::steady_timer timer;
  tcp::resolver resolver;
  tcp::socket socket;
  std::unique_ptr<Connection> connection;
  std::string ended;  // why; empty: it goes on
  bool got_any = false;
};

std::shared_ptr<OutboundClient> OutboundClient::make(asio::io_context& context, WebAddress address,
                                                     std::shared_ptr<const TlsTrust> trust, std::size_t kept) {
  WHISTLE_ASSERT(!address.tls || trust != nullptr);
  return std::shared_ptr<OutboundClient>(new OutboundClient(context, std::move(address), std::move(trust), kept));
}

OutboundClient::OutboundClient(asio::io_context& context, WebAddress address, std::shared_ptr<const TlsTrust> trust,
                               std::size_t kept)
    : context_(context), address_(std::move(address)), trust_(std::move(trust)), kept_(kept) {}

OutboundClient::~OutboundClient() = default;

void OutboundClient::post(const Fields& fields, const std::string& body, std::chrono::milliseconds patience,
                          Told told) {
  auto exchange = std::make_shared<Exchange>(shared_from_this(), text_of(address_, fields, body), std::move(told));
  exchange->timer.expires_after(patience);
  exchange->timer.async_wait([weak = std::weak_ptr(exchange)](const boost::system::error_code& error) {
    const auto waiting = weak.lock();
    if (!error && waiting) waiting->end("no answer in time");
  });
  if (closed_) exchange->end("the client has ended");
  asio::co_spawn(
      context_,
      [exchange]() -> asio::awaitable<void> {
        // No co_await in a conditional expression: g++ 12 frees its result twice.
        if (!exchange->ended.empty()) {
          exchange->told(exchange->failed({}));
          co_return;
        }
        const auto answer = co_await exchange->run();
        exchange->timer.cancel();
        exchange->told(answer);
      },
      asio::detached);
}

void OutboundClient::close() {
  closed_ = true;
  idle_.clear();
  for (auto* exchange : exchanges_)
    exchange->end("the client has ended");
}

std::unique_ptr<OutboundClient::Connection> OutboundClient::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->is_quiet()) return connection;
  }
  return nullptr;
}

void OutboundClient::keep(std::unique_ptr<Connection> connection) {
  if (!closed_ && idle_.size() < kept_) idle_.push_back(std::move(connection));
}

}  // namespace whistle::adapters::http
