#include "adapters/zeromq/client_connection.h"

#include <utility>

#include "adapters/zeromq/client_socket.h"

namespace whistle::adapters::zeromq {

struct ClientConnection::Sockets {
  zmq::context_t context{1};
  std::unique_ptr<ClientSocket> client;  // goes before the context
};

namespace {

// ZeroMQ hands room in a queue back by halves, so a queue of just that length would seem full before it is.
int queue_of(std::size_t in_flight_max) {
  return static_cast<int>(2 * in_flight_max + 1'000);
}

}  // namespace

tl::expected<std::unique_ptr<ClientConnection>, ClientError> ClientConnection::open(const ClientOptions& options) {
  auto sockets = std::make_unique<Sockets>();
  auto client = open_client(sockets->context,
                            {.type = zmq::socket_type::dealer,
                             .endpoint = options.endpoint,
                             .curve = options.curve,
                             .queue_max = queue_of(options.in_flight_max),
                             .subscriptions = {}},
                            options.connect_timeout);
  if (!client) return tl::unexpected(client.error());
  sockets->client = std::move(*client);
  return std::unique_ptr<ClientConnection>(new ClientConnection(std::move(sockets), options.in_flight_max));
}

ClientConnection::ClientConnection(std::unique_ptr<Sockets> sockets, std::size_t in_flight_max)
    : sockets_(std::move(sockets)), in_flight_max_(in_flight_max) {}

ClientConnection::~ClientConnection() = default;

tl::expected<std::uint64_t, ClientError> ClientConnection::send(v1::Request& request) {
  if (waiting_.size() >= in_flight_max_) {
    return fault(ClientFault::TooManyInFlight, std::to_string(in_flight_max_) + " requests wait for their reply");
  }
  request.set_correlation(++last_correlation_);
  try {
    const auto sent =
        sockets_->client->socket().send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::dontwait);
    if (!sent) return fault(ClientFault::TooManyInFlight, "the connection takes no more");
  } catch (const zmq::error_t& error) {
    return fault(ClientFault::Io, error.what());
  }
  waiting_.insert(last_correlation_);
  return last_correlation_;
}

tl::expected<v1::Reply, ClientError> ClientConnection::receive(std::chrono::milliseconds timeout) {
  if (!kept_.empty()) {
    auto reply = std::move(kept_.front());
    kept_.pop_front();
    return reply;
  }
  return next_from_wire(std::chrono::steady_clock::now() + timeout);
}

tl::expected<v1::Reply, ClientError> ClientConnection::call(v1::Request& request, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  const auto correlation = send(request);
  if (!correlation) return tl::unexpected(correlation.error());
  for (;;) {
    auto reply = next_from_wire(deadline);
    if (!reply) {
      waiting_.erase(*correlation);
      return reply;
    }
    if (reply->correlation() == *correlation) return reply;
    kept_.push_back(std::move(*reply));
  }
}

tl::expected<v1::Reply, ClientError> ClientConnection::next_from_wire(Deadline deadline) {
  try {
    for (;;) {
      const auto readable = sockets_->client->wait_readable(deadline, /*watch_connection=*/true);
      if (!readable) return tl::unexpected(readable.error());
      if (!*readable) return fault(ClientFault::TimedOut, "no reply in time");
      zmq::message_t frame;
      if (!sockets_->client->socket().recv(frame, zmq::recv_flags::dontwait)) continue;
      v1::Reply reply;
      if (frame.more() || !reply.ParseFromArray(frame.data(), static_cast<int>(frame.size()))) {
        return fault(ClientFault::Malformed, "what came is not a reply");
      }
      // A reply that `call` gave up waiting for; 0: the engine could not even read the correlation.
      if (waiting_.erase(reply.correlation()) == 0 && reply.correlation() != 0) continue;
      return reply;
    }
  } catch (const zmq::error_t& error) {
    return fault(ClientFault::Io, error.what());
  }
}

}  // namespace whistle::adapters::zeromq
