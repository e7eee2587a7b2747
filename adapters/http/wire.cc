#include "adapters/http/wire.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

namespace whistle::adapters::http {

namespace asio = boost::asio;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

// The BIO belongs to an Ssl, which a Wire holds beside its socket and closes first.
int descriptor_of(BIO* bio) {
  return static_cast<Wire::Socket*>(BIO_get_data(bio))->native_handle();
}

int write_to_socket(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && would_block()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int read_from_socket(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(descriptor_of(bio), bytes, static_cast<std::size_t>(size), 0);
  if (got < 0 && would_block()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long control_socket(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// OpenSSL's own socket BIO raises SIGPIPE where the client is gone; this one does not.
const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(made, write_to_socket);
    BIO_meth_set_read(made, read_from_socket);
    BIO_meth_set_ctrl(made, control_socket);
    return made;
  }();
  return method;
}

int clamped(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

Wire::Wire(Socket socket, Ssl ssl) : socket_(std::move(socket)), ssl_(std::move(ssl)) {
  boost::system::error_code ignored;
  socket_.native_non_blocking(true, ignored);
  if (!ssl_) return;
  auto* const bio = BIO_new(socket_method());
  BIO_set_data(bio, &socket_);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
}

Wire::Wait Wire::what_ssl_wants(int result) {
  const auto error = SSL_get_error(ssl_.get(), result);
  ERR_clear_error();  // of this thread, and would be taken for the next connection's
  if (error == SSL_ERROR_WANT_READ) return Wait::Readable;
  if (error == SSL_ERROR_WANT_WRITE) return Wait::Writable;
  broken_ = broken_ || error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL;
  return Wait::Over;
}

Wire::Tried Wire::try_read(std::span<char> room) {
  if (!socket_.is_open()) return {0, Wait::Over};
  if (ssl_) {
    const int got = SSL_read(ssl_.get(), room.data(), clamped(room.size()));
    if (got > 0) return {static_cast<std::size_t>(got)};
    return {0, what_ssl_wants(got)};
  }
  const auto got = ::recv(socket_.native_handle(), room.data(), room.size(), 0);
  if (got > 0) return {static_cast<std::size_t>(got)};
  return {0, got < 0 && would_block() ? Wait::Readable : Wait::Over};
}

Wire::Tried Wire::try_write(std::string_view bytes) {
  if (!socket_.is_open()) return {0, Wait::Over};
  if (ssl_) {
    const int sent = SSL_write(ssl_.get(), bytes.data(), clamped(bytes.size()));
    if (sent > 0) return {static_cast<std::size_t>(sent)};
    return {0, what_ssl_wants(sent)};
  }
  const auto sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent > 0) return {static_cast<std::size_t>(sent)};
  return {0, sent < 0 && would_block() ? Wait::Writable : Wait::Over};
}

asio::awaitable<bool> Wire::until(Wait wait) {
  if (wait == Wait::Over || !socket_.is_open()) co_return false;
  const auto kind = wait == Wait::Readable ? Socket::wait_read : Socket::wait_write;
  const auto [error] = co_await socket_.async_wait(kind, kToken);
  co_return !error && socket_.is_open();
}

asio::awaitable<bool> Wire::shake_hands() {
  while (ssl_) {
    if (!socket_.is_open()) co_return false;
    const int done = SSL_do_handshake(ssl_.get());
    if (done == 1) break;
    if (!co_await until(what_ssl_wants(done))) co_return false;
  }
  co_return true;
}

asio::awaitable<std::size_t> Wire::read_some(std::span<char> room) {
  for (;;) {
    const auto tried = try_read(room);
    if (tried.bytes > 0) co_return tried.bytes;
    if (!co_await until(tried.wait)) co_return 0;
  }
}

asio::awaitable<std::size_t> Wire::write_some(std::string_view bytes) {
  for (;;) {
    const auto tried = try_write(bytes);
    if (tried.bytes > 0) co_return tried.bytes;
    if (!co_await until(tried.wait)) co_return 0;
  }
}

asio::awaitable<std::size_t> Wire::drop_some() {
  constexpr std::size_t kPieceBytes = 4'096;
  while (socket_.is_open()) {
    std::array<char, kPieceBytes> piece;
    const auto got = ::recv(socket_.native_handle(), piece.data(), piece.size(), 0);
    if (got > 0) co_return static_cast<std::size_t>(got);
    if (!co_await until(got < 0 && would_block() ? Wait::Readable : Wait::Over)) break;
  }
  co_return 0;
}

asio::awaitable<bool> Wire::readable() {
  if (ssl_ && SSL_has_pending(ssl_.get()) != 0) co_return true;
  co_return co_await until(Wait::Readable);
}

void Wire::finish() {
  if (!socket_.is_open()) return;
  if (ssl_ && !broken_ && SSL_is_init_finished(ssl_.get()) != 0) {
    (void)SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

void Wire::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace whistle::adapters::http
