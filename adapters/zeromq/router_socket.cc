#include "adapters/zeromq/router_socket.h"

#include <cerrno>
#include <utility>

#include "adapters/zeromq/zap_authenticator.h"

namespace whistle::adapters::zeromq {

namespace {

constexpr std::chrono::milliseconds kHandshakeMax{10'000};
constexpr std::chrono::milliseconds kHeartbeatEvery{5'000};
constexpr std::chrono::milliseconds kHeartbeatTimeout{30'000};
constexpr std::chrono::milliseconds kLastRepliesMax{1'000};  // how long an orderly end waits for peers to take theirs
constexpr std::size_t kDroppedPeersMax = 4'096;

// nullptr: the connection has no such property.
const char* property(zmq::message_t& frame, const char* name) {
  return zmq_msg_gets(frame.handle(), name);
}

std::string credential_of(zmq::message_t& frame) {
  const char* user = property(frame, "User-Id");
  return user == nullptr ? std::string() : from_z85(user).value_or("");
}

std::string address_of(zmq::message_t& frame) {
  const char* address = property(frame, "Peer-Address");
  return address == nullptr ? std::string() : std::string(address);
}

}  // namespace

void configure_server(zmq::socket_t& socket, const ServerOptions& options) {
  // Only where an address asks for it: with it, IPv4 peers show up under other addresses.
  socket.set(zmq::sockopt::ipv6, options.endpoint.find('[') != std::string::npos);
  socket.set(zmq::sockopt::zap_domain, kZapDomain);
  socket.set(zmq::sockopt::handshake_ivl, static_cast<int>(kHandshakeMax.count()));
  socket.set(zmq::sockopt::heartbeat_ivl, static_cast<int>(kHeartbeatEvery.count()));
  socket.set(zmq::sockopt::heartbeat_timeout, static_cast<int>(kHeartbeatTimeout.count()));
  socket.set(zmq::sockopt::heartbeat_ttl, static_cast<int>(kHeartbeatTimeout.count()));
  socket.set(zmq::sockopt::linger, 0);
  if (!options.curve_server) return;
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_secretkey, to_z85(options.curve_server->secret_key));
}

tl::expected<std::unique_ptr<RouterSocket>, SocketError> RouterSocket::bind(zmq::context_t& context,
                                                                            const ServerOptions& options) {
  try {
    return std::unique_ptr<RouterSocket>(new RouterSocket(context, options));
  } catch (const zmq::error_t& error) {
    return tl::unexpected(SocketError{error.num(), options.endpoint + ": " + error.what()});
  }
}

RouterSocket::RouterSocket(zmq::context_t& context, const ServerOptions& options)
    : socket_(context, zmq::socket_type::router), curve_(options.curve_server.has_value()) {
  configure_server(socket_, options);
  socket_.set(zmq::sockopt::router_mandatory, true);
  socket_.set(zmq::sockopt::maxmsgsize, kMessageBytesMax);
  socket_.set(zmq::sockopt::sndhwm, kTransportQueueMax);
  socket_.set(zmq::sockopt::rcvhwm, kTransportQueueMax);
  socket_.set(zmq::sockopt::linger, static_cast<int>(kLastRepliesMax.count()));
  socket_.bind(options.endpoint);
  endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
}

tl::expected<std::optional<Incoming>, SocketError> RouterSocket::receive() {
  try {
    zmq::message_t id;
    if (!socket_.recv(id, zmq::recv_flags::dontwait)) return std::nullopt;
    Incoming incoming;
    incoming.peer.routing_id = id.to_string();
    // The parts of a message arrive together, so none of these waits.
    if (!id.more() || !socket_.recv(incoming.frame, zmq::recv_flags::none)) {
      incoming.one_frame = false;
      return incoming;
    }
    if (incoming.frame.empty() && incoming.frame.more()) {
      incoming.peer.delimited = true;
      (void)socket_.recv(incoming.frame, zmq::recv_flags::none);
    }
    if (curve_) incoming.credential = credential_of(incoming.frame);
    incoming.address = address_of(incoming.frame);
    for (bool more = incoming.frame.more(); more;) {
      incoming.one_frame = false;
      (void)socket_.recv(incoming.frame, zmq::recv_flags::none);
      more = incoming.frame.more();
    }
    if (!incoming.one_frame) incoming.frame.rebuild();
    return incoming;
  } catch (const zmq::error_t& error) {
    return tl::unexpected(SocketError{error.num(), endpoint_ + ": " + error.what()});
  }
}

RouterSocket::Sent RouterSocket::send(const Peer& peer, std::string_view bytes) {
  const auto behind = queues_.find(peer.routing_id);
  const bool has_queue = behind != queues_.end() && !behind->second.dropped;
  const auto tried = has_queue ? Attempt::Full : attempt(peer.routing_id, peer.delimited, bytes);
  if (tried == Attempt::Taken) {
    if (behind != queues_.end()) queues_.erase(behind);  // dropped until now, and reads again
    return Sent::Yes;
  }
  if (tried == Attempt::Gone) {
    ++lost_;
    if (behind != queues_.end()) forget(behind);
    return Sent::Gone;
  }
  auto& queue = queues_[peer.routing_id];
  if (queue.dropped || queue.messages.size() == kQueueMax || queue.bytes + bytes.size() > kQueueBytesMax) {
    lost_ += queue.messages.size() + 1;
    queued_ -= queue.messages.size();
    queue = Queue{.messages = {}, .bytes = 0, .dropped = true};
    if (queues_.size() > kDroppedPeersMax)
      std::erase_if(queues_, [](const auto& entry) { return entry.second.dropped; });
    return Sent::Dropped;
  }
  queue.bytes += bytes.size();
  queue.messages.emplace_back(peer.delimited, bytes);
  ++queued_;
  return Sent::Yes;
}

void RouterSocket::flush() {
  for (auto peer = queues_.begin(); peer != queues_.end();) {
    auto& [id, queue] = *peer;
    auto tried = Attempt::Taken;
    while (!queue.messages.empty()) {
      const auto& [delimited, content] = queue.messages.front();
      tried = attempt(id, delimited, content);
      if (tried != Attempt::Taken) break;
      queue.bytes -= content.size();
      queue.messages.pop_front();
      --queued_;
    }
    const auto next = std::next(peer);
    if (tried == Attempt::Gone || (queue.messages.empty() && !queue.dropped)) forget(peer);
    peer = next;
  }
}

bool RouterSocket::is_dropped(const Peer& peer) const {
  const auto found = queues_.find(peer.routing_id);
  return found != queues_.end() && found->second.dropped;
}

RouterSocket::Attempt RouterSocket::attempt(const std::string& routing_id, bool delimited, std::string_view bytes) {
  // cppzmq's send throws when the peer is gone, which is an ordinary thing here.
  auto* socket = socket_.handle();
  if (zmq_send(socket, routing_id.data(), routing_id.size(), ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) {
    return errno == EAGAIN ? Attempt::Full : Attempt::Gone;
  }
  // The first frame has reserved the place of the whole message.
  if (delimited) (void)zmq_send(socket, "", 0, ZMQ_DONTWAIT | ZMQ_SNDMORE);
  (void)zmq_send(socket, bytes.data(), bytes.size(), ZMQ_DONTWAIT);
  return Attempt::Taken;
}

void RouterSocket::forget(std::map<std::string, Queue>::iterator peer) {
  lost_ += peer->second.messages.size();
  queued_ -= peer->second.messages.size();
  queues_.erase(peer);
}

}  // namespace whistle::adapters::zeromq
