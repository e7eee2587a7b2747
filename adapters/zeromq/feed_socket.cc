#include "adapters/zeromq/feed_socket.h"

namespace whistle::adapters::zeromq {

std::string party_topic(std::string_view party) {
  return "party/" + std::string(party);
}

tl::expected<std::unique_ptr<FeedSocket>, SocketError> FeedSocket::bind(zmq::context_t& context,
                                                                        const ServerOptions& options) {
  try {
    return std::unique_ptr<FeedSocket>(new FeedSocket(context, options));
  } catch (const zmq::error_t& error) {
    return tl::unexpected(SocketError{error.num(), options.endpoint + ": " + error.what()});
  }
}

FeedSocket::FeedSocket(zmq::context_t& context, const ServerOptions& options)
    : socket_(context, zmq::socket_type::pub) {
  configure_server(socket_, options);
  socket_.set(zmq::sockopt::sndhwm, kQueueMax);
  socket_.set(zmq::sockopt::maxmsgsize, std::int64_t{4'096});  // subscriptions are all that comes in
  socket_.bind(options.endpoint);
  endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
}

tl::expected<void, SocketError> FeedSocket::publish(engine::Sequence sequence, const std::vector<std::string>& topics) {
  auto sent = send(v1::NOTICE_KIND_ENTRY, kAllTopic, sequence.value);
  for (const auto& topic : topics) {
    if (!sent) break;
    sent = send(v1::NOTICE_KIND_ENTRY, topic, sequence.value);
  }
  return sent;
}

tl::expected<void, SocketError> FeedSocket::checkpoint(std::uint64_t size) {
  return send(v1::NOTICE_KIND_CHECKPOINT, kCheckpointTopic, size - 1);
}

tl::expected<void, SocketError> FeedSocket::heartbeat(engine::Sequence next) {
  if (next.value == 0) return {};
  return send(v1::NOTICE_KIND_HEARTBEAT, kHeartbeatTopic, next.value - 1);
}

tl::expected<void, SocketError> FeedSocket::send(v1::NoticeKind kind, std::string_view topic, std::uint64_t sequence) {
  notice_.Clear();
  notice_.set_kind(kind);
  notice_.set_sequence(sequence);
  notice_.set_topic(topic.data(), topic.size());
  if (kind != v1::NOTICE_KIND_HEARTBEAT) {
    if (const auto last = last_.find(topic); last != last_.end()) {
      notice_.set_previous(last->second);
      last->second = sequence;
    } else {
      last_.emplace(topic, sequence);
    }
  }
  notice_.SerializeToString(&bytes_);
  try {
    (void)socket_.send(zmq::buffer(topic), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
    (void)socket_.send(zmq::buffer(bytes_), zmq::send_flags::dontwait);
    return {};
  } catch (const zmq::error_t& error) {
    return tl::unexpected(SocketError{error.num(), endpoint_ + ": " + error.what()});
  }
}

}  // namespace whistle::adapters::zeromq
