#include "adapters/zeromq/feed_subscription.h"

#include <algorithm>
#include <utility>

#include "adapters/zeromq/client_socket.h"

namespace whistle::adapters::zeromq {

struct FeedSubscription::Sockets {
  zmq::context_t context{1};
  std::vector<std::string> topics;
  std::unique_ptr<ClientSocket> client;  // goes before the context
};

namespace {

constexpr int kQueueMax = 100'000;  // as many as the engine keeps for one subscriber

}  // namespace

tl::expected<std::unique_ptr<FeedSubscription>, ClientError> FeedSubscription::open(const FeedOptions& options) {
  auto sockets = std::make_unique<Sockets>();
  sockets->topics = options.topics;
  auto client = open_client(sockets->context,
                            {.type = zmq::socket_type::sub,
                             .endpoint = options.endpoint,
                             .curve = options.curve,
                             .queue_max = kQueueMax,
                             .subscriptions = options.topics},
                            options.connect_timeout);
  if (!client) return tl::unexpected(client.error());
  sockets->client = std::move(*client);
  return std::unique_ptr<FeedSubscription>(new FeedSubscription(std::move(sockets)));
}

FeedSubscription::FeedSubscription(std::unique_ptr<Sockets> sockets) : sockets_(std::move(sockets)) {}

FeedSubscription::~FeedSubscription() = default;

tl::expected<v1::Notice, ClientError> FeedSubscription::receive(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  try {
    for (;;) {
      const auto readable = sockets_->client->wait_readable(deadline, /*watch_connection=*/false);
      if (!readable) return tl::unexpected(readable.error());
      if (!*readable) return fault(ClientFault::TimedOut, "no notice in time");
      zmq::message_t topic;
      zmq::message_t content;
      if (!sockets_->client->socket().recv(topic, zmq::recv_flags::dontwait)) continue;
      if (!topic.more()) return fault(ClientFault::Malformed, "what came is not a notice");
      (void)sockets_->client->socket().recv(content, zmq::recv_flags::none);
      // ZeroMQ subscribes by prefix: "party/F-1" brings "party/F-10" too.
      if (std::ranges::find(sockets_->topics, topic.to_string()) == sockets_->topics.end()) continue;
      v1::Notice notice;
      if (!notice.ParseFromArray(content.data(), static_cast<int>(content.size()))) {
        return fault(ClientFault::Malformed, "what came is not a notice");
      }
      return notice;
    }
  } catch (const zmq::error_t& error) {
    return fault(ClientFault::Io, error.what());
  }
}

}  // namespace whistle::adapters::zeromq
