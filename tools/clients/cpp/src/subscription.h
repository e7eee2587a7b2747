// A subscriber's socket to a feed, polled by `Line`: notices that something was entered into the journal. One thread at
// a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/zeromq/client_socket.h"
#include "whistle/client/login.h"
#include "whistle/v1/service.pb.h"

namespace whistle::client {

class Subscription {
 public:
  using Told = std::function<void(const v1::Notice&)>;

  // Connects, and again by itself whenever the connection is lost. Throws zmq::error_t on what is no address. `context`
  // outlives it.
  Subscription(zmq::context_t& context, const std::string& endpoint, const std::optional<Login>& login,
               std::vector<std::string> topics, Told told);

  // Tells of all that has arrived. What is no notice is passed over like one that was lost: who follows a feed asks the
  // journal for the content, and by itself when the feed is silent.
  void read();

  [[nodiscard]] adapters::zeromq::ClientSocket& socket() { return socket_; }

 private:
  std::vector<std::string> topics_;
  Told told_;
  adapters::zeromq::ClientSocket socket_;
};

}  // namespace whistle::client
