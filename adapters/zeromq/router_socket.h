// The engine's command socket: requests in, replies out, each peer with a bounded queue.
//
//   auto router = RouterSocket::bind(context, {.endpoint = "tcp://127.0.0.1:*", .curve_server = keys});
//   while (auto incoming = (*router)->receive()) (*router)->send(incoming->peer, reply_bytes);
//
// Sends never block. What the transport does not take at once waits in the peer's own queue; a peer whose queue is full
// is dropped: what waits for it is thrown away, and it is for the caller to carry out none of its requests until a send
// reaches it again. It catches up from the journal, and a repeated command gets its first answer. Heartbeats end
// connections that stay silent.
//
// A routing id that a client chose itself is never handed over from a living connection to a new one: replies must not
// reach whoever claims an id. One thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>
#include <zmq.hpp>

#include "adapters/zeromq/curve_key_file.h"
#include "adapters/zeromq/socket_error.h"

namespace whistle::adapters::zeromq {

struct ServerOptions {
  std::string endpoint;                   // tcp://127.0.0.1:7710; '*' as port takes a free one
  std::optional<CurveKeys> curve_server;  // nullopt: plain
};

// Sets what every server socket has: ZAP domain, keys, heartbeats, handshake limit, no linger. Throws zmq::error_t.
void configure_server(zmq::socket_t& socket, const ServerOptions& options);

// Whom a reply goes to.
struct Peer {
  std::string routing_id;
  bool delimited = false;  // a REQ socket: an empty frame stands between id and content
};

struct Incoming {
  Peer peer;
  std::string credential;  // CURVE public key, 32 bytes; empty in plain mode
  std::string address;     // of the peer, without its port; empty: the transport does not say
  bool one_frame = true;   // false: more frames than a request has; `frame` is empty
  zmq::message_t frame;

  std::string_view bytes() const { return {static_cast<const char*>(frame.data()), frame.size()}; }
};

class RouterSocket {
 public:
  static constexpr std::int64_t kMessageBytesMax = (std::int64_t{24} << 20) + (std::int64_t{64} << 10);
  static constexpr int kTransportQueueMax = 1'000;  // messages, of each peer and direction
  static constexpr std::size_t kQueueMax = 16'384;  // messages that wait for one peer
  static constexpr std::size_t kQueueBytesMax = std::size_t{16} << 20;

  enum class Sent {
    Yes,      // handed over, or waiting in the peer's queue
    Gone,     // no such peer any more
    Dropped,  // the peer does not read
  };

  [[nodiscard]] static tl::expected<std::unique_ptr<RouterSocket>, SocketError> bind(zmq::context_t& context,
                                                                                     const ServerOptions& options);

  // The next request that has arrived; nullopt: none.
  [[nodiscard]] tl::expected<std::optional<Incoming>, SocketError> receive();
  [[nodiscard]] Sent send(const Peer& peer, std::string_view bytes);
  // Tries again what waits; to be called each turn while `waiting()`.
  void flush();

  // Whether replies wait for some peer.
  [[nodiscard]] bool waiting() const { return queued_ != 0; }
  // Whether the peer was dropped. A send that reaches it again lifts that.
  [[nodiscard]] bool is_dropped(const Peer& peer) const;

  // For zmq_poll.
  void* handle() { return socket_.handle(); }
  // As bound, wildcards resolved.
  const std::string& endpoint() const { return endpoint_; }
  // Replies thrown away because their peer did not read, or was gone. Any thread.
  std::uint64_t lost() const { return lost_.load(); }

 private:
  struct Queue {
    std::deque<std::pair<bool, std::string>> messages;  // delimited, content
    std::size_t bytes = 0;
    bool dropped = false;
  };
  enum class Attempt { Taken, Full, Gone };

  RouterSocket(zmq::context_t& context, const ServerOptions& options);
  Attempt attempt(const std::string& routing_id, bool delimited, std::string_view bytes);
  void forget(std::map<std::string, Queue>::iterator peer);

  zmq::socket_t socket_;
  bool curve_;
  std::string endpoint_;
  std::map<std::string, Queue> queues_;  // of peers that are behind or dropped
  std::size_t queued_ = 0;
  std::atomic<std::uint64_t> lost_ = 0;
};

}  // namespace whistle::adapters::zeromq
