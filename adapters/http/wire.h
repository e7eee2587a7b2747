// A connected socket, plain or with TLS, as one thing: sessions are written once. Bytes go directly between the socket
// and whoever reads or writes them; a connection that waits holds no buffer of ours.
//
// One coroutine may read while another writes. All on the context's thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "adapters/http/tls_certificate.h"

namespace whistle::adapters::http {

class Wire {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  // Takes a connected socket; `ssl` null: plain.
  Wire(Socket socket, Ssl ssl);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // False: the other side speaks no TLS that we do, or is gone.
  boost::asio::awaitable<bool> shake_hands();
  // At least one byte. 0: the connection is over.
  boost::asio::awaitable<std::size_t> read_some(std::span<char> room);
  boost::asio::awaitable<std::size_t> write_some(std::string_view bytes);
  // Takes bytes off the socket that nobody will read, so that closing it does not cost the other side what it was told.
  boost::asio::awaitable<std::size_t> drop_some();
  // Until there may be something to read, without a buffer to read it into. False: the connection is over.
  boost::asio::awaitable<bool> readable();

  // Says that nothing more comes, if that goes out without waiting.
  void finish();
  // Whatever reads, writes or waits comes back with 0 or false.
  void close();
  Socket& socket() { return socket_; }

 private:
  enum class Wait { None, Readable, Writable, Over };
  struct Tried {
    std::size_t bytes = 0;
    Wait wait = Wait::None;
  };
  Tried try_read(std::span<char> room);
  Tried try_write(std::string_view bytes);
  Wait what_ssl_wants(int result);
  boost::asio::awaitable<bool> until(Wait wait);

  Socket socket_;  // where ssl_ finds it
  Ssl ssl_;
  bool broken_ = false;  // after a failure of TLS nothing may be sent, not even its end
};

}  // namespace whistle::adapters::http
