#include "adapters/zeromq/client_socket.h"

#include <array>
#include <cerrno>
#include <cstring>

namespace whistle::adapters::zeromq {

namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr int kWatched = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_DISCONNECTED;
constexpr int kHeartbeatEveryMs = 5'000;
constexpr int kHeartbeatTimeoutMs = 30'000;

// One context may hold several of these sockets.
std::string events_endpoint(const zmq::socket_t& socket) {
  return "inproc://connection-events-" + std::to_string(reinterpret_cast<std::uintptr_t>(socket.handle()));
}

std::chrono::milliseconds until(Deadline deadline) {
  const auto now = std::chrono::steady_clock::now();
  if (deadline <= now) return std::chrono::milliseconds{0};  // also one that is further back than a difference can say
  return std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
}

}  // namespace

ClientSocket::ClientSocket(zmq::context_t& context, const Options& options)
    : endpoint_(options.endpoint), socket_(context, options.type), events_(context, zmq::socket_type::pair) {
  socket_.set(zmq::sockopt::ipv6, options.endpoint.find('[') != std::string::npos);
  socket_.set(zmq::sockopt::linger, 0);
  events_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::sndhwm, options.queue_max);
  socket_.set(zmq::sockopt::rcvhwm, options.queue_max);
  socket_.set(zmq::sockopt::heartbeat_ivl, kHeartbeatEveryMs);
  socket_.set(zmq::sockopt::heartbeat_timeout, kHeartbeatTimeoutMs);
  if (options.curve) {
    socket_.set(zmq::sockopt::curve_serverkey, to_z85(options.curve->server_public_key));
    socket_.set(zmq::sockopt::curve_publickey, to_z85(options.curve->client.public_key));
    socket_.set(zmq::sockopt::curve_secretkey, to_z85(options.curve->client.secret_key));
  }
  for (const auto& topic : options.subscriptions)
    socket_.set(zmq::sockopt::subscribe, topic);
  socket_.set(zmq::sockopt::maxmsgsize, options.message_bytes_max);
  const auto told_at = events_endpoint(socket_);
  if (zmq_socket_monitor(socket_.handle(), told_at.c_str(), kWatched) != 0) throw zmq::error_t();
  events_.connect(told_at);
  socket_.connect(options.endpoint);
}

ClientSocket::~ClientSocket() {
  (void)zmq_socket_monitor(socket_.handle(), nullptr, 0);
}

int ClientSocket::next_event(Deadline deadline) {
  zmq::pollitem_t item{events_.handle(), 0, ZMQ_POLLIN, 0};
  if (zmq::poll(&item, 1, until(deadline)) == 0) return 0;
  zmq::message_t event;
  zmq::message_t address;
  (void)events_.recv(event, zmq::recv_flags::none);
  (void)events_.recv(address, zmq::recv_flags::none);
  std::uint16_t number = 0;
  if (event.size() >= sizeof number) std::memcpy(&number, event.data(), sizeof number);
  return number;
}

ClientSocket::Change ClientSocket::take_change() {
  switch (next_event(Deadline::min())) {
    case 0:
      return Change::None;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return Change::Up;
    case ZMQ_EVENT_DISCONNECTED:
      return Change::Lost;
    default:
      return Change::Refused;
  }
}

tl::expected<void, ClientError> ClientSocket::wait_connected(Deadline deadline) {
  switch (next_event(deadline)) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return {};
    case 0:
      return fault(ClientFault::Unreachable, endpoint_ + ": no answer");
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
      return fault(ClientFault::HandshakeFailed, endpoint_ + ": the engine turned the connection away");
    default:
      return fault(ClientFault::HandshakeFailed,
                   endpoint_ + ": no common ground: another server key, or plain where CURVE is spoken, or no engine");
  }
}

tl::expected<bool, ClientError> ClientSocket::wait_readable(Deadline deadline, bool watch_connection) {
  for (;;) {
    std::array<zmq::pollitem_t, 2> items = {
        {{socket_.handle(), 0, ZMQ_POLLIN, 0}, {events_.handle(), 0, ZMQ_POLLIN, 0}}};
    if (zmq::poll(items.data(), items.size(), until(deadline)) == 0) return false;
    if (items[0].revents != 0) return true;
    const auto event = next_event(Deadline::min());
    if (watch_connection && event == ZMQ_EVENT_DISCONNECTED) {
      return fault(ClientFault::Disconnected, endpoint_ + ": the connection went away");
    }
  }
}

tl::expected<std::unique_ptr<ClientSocket>, ClientError> open_client(zmq::context_t& context,
                                                                     const ClientSocket::Options& options,
                                                                     std::chrono::milliseconds connect_timeout) {
  if (options.curve && (options.curve->server_public_key.size() != kCurveKeyBytes ||
                        options.curve->client.public_key.size() != kCurveKeyBytes ||
                        options.curve->client.secret_key.size() != kCurveKeyBytes)) {
    return fault(ClientFault::BadKey, "a CURVE key has 32 bytes");
  }
  try {
    auto client = std::make_unique<ClientSocket>(context, options);
    const auto connected = client->wait_connected(std::chrono::steady_clock::now() + connect_timeout);
    if (!connected) return tl::unexpected(connected.error());
    return client;
  } catch (const zmq::error_t& error) {
    const bool address = error.num() == EINVAL || error.num() == EPROTONOSUPPORT || error.num() == ENOCOMPATPROTO ||
                         error.num() == ENODEV;
    return fault(address ? ClientFault::BadEndpoint : ClientFault::Io, options.endpoint + ": " + error.what());
  }
}

}  // namespace whistle::adapters::zeromq
