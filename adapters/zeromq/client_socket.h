// What every client side shares: a socket that is connected, keyed, and watched, so that "nobody there" and "not with
// that key" are told apart. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>
#include <zmq.hpp>

#include "adapters/zeromq/client_connection.h"

namespace whistle::adapters::zeromq {

class ClientSocket {
 public:
  struct Options {
    zmq::socket_type type;
    std::string endpoint;
    std::optional<CurveLogin> curve;
    int queue_max;  // messages, of each direction; 0: any number
    std::vector<std::string> subscriptions;
    std::int64_t message_bytes_max = -1;  // of what the other side sends, or the connection ends; -1: any
  };

  // Throws zmq::error_t on what only a wrong argument or an exhausted machine can cause; `open_client` wraps it.
  ClientSocket(zmq::context_t& context, const Options& options);
  ~ClientSocket();
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  // What has happened to the connection.
  enum class Change {
    None,     // nothing more is known
    Up,       // the engine has let us in
    Lost,     // it went away; the socket connects again by itself
    Refused,  // the handshake was broken off: no common ground
  };
  // The next change, without waiting; for a loop that polls `changes` beside other sockets.
  [[nodiscard]] Change take_change();
  zmq::socket_t& changes() { return events_; }

  // Waits for the handshake.
  [[nodiscard]] tl::expected<void, ClientError> wait_connected(std::chrono::steady_clock::time_point deadline);
  // Waits until something can be read. False: the time is over. A connection that went away is an error once nothing is
  // left to read.
  [[nodiscard]] tl::expected<bool, ClientError> wait_readable(std::chrono::steady_clock::time_point deadline,
                                                              bool watch_connection);

  zmq::socket_t& socket() { return socket_; }

 private:
  // The next event of the connection; 0: none by then.
  int next_event(std::chrono::steady_clock::time_point deadline);

  std::string endpoint_;
  zmq::socket_t socket_;
  zmq::socket_t events_;
};

[[nodiscard]] tl::expected<std::unique_ptr<ClientSocket>, ClientError> open_client(
    zmq::context_t& context, const ClientSocket::Options& options, std::chrono::milliseconds connect_timeout);

}  // namespace whistle::adapters::zeromq
