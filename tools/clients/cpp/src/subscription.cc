#include "tools/clients/cpp/src/subscription.h"

#include <algorithm>
#include <utility>

#include "tools/clients/cpp/src/exchange.h"

namespace whistle::client {

namespace {

using adapters::zeromq::ClientSocket;

ClientSocket::Options subscribed(const std::string& endpoint, const std::optional<Login>& login,
                                 const std::vector<std::string>& topics) {
  auto options = socket_options(zmq::socket_type::sub, endpoint, login);
  options.queue_max = 100'000;  // as many as the engine keeps for one subscriber
  options.subscriptions = topics;
  return options;
}

}  // namespace

Subscription::Subscription(zmq::context_t& context, const std::string& endpoint, const std::optional<Login>& login,
                           std::vector<std::string> topics, Told told)
    : topics_(std::move(topics)), told_(std::move(told)), socket_(context, subscribed(endpoint, login, topics_)) {}

void Subscription::read() {
  while (socket_.take_change() != ClientSocket::Change::None) {
  }
  zmq::message_t topic;
  zmq::message_t content;
  while (socket_.socket().recv(topic, zmq::recv_flags::dontwait)) {
    if (!topic.more()) continue;
    do {
      (void)socket_.socket().recv(content, zmq::recv_flags::none);  // a message is here whole, or not at all
    } while (content.more());
    // ZeroMQ subscribes by prefix: "party/F-1" brings "party/F-10" too.
    if (std::ranges::find(topics_, topic.to_string_view()) == topics_.end()) continue;
    v1::Notice notice;
    if (notice.ParseFromArray(content.data(), static_cast<int>(content.size()))) told_(notice);
  }
}

}  // namespace whistle::client
