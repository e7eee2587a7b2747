// A subscriber's side of the feed: notices that something happened. What happened is fetched with FetchEntries, as far
// as the asker may see it. A notice whose `previous` is not the number last seen under its topic, or a heartbeat ahead
// of it, means that some were lost.
//
//   auto feed = FeedSubscription::open({.endpoint = "tcp://127.0.0.1:7711", .curve = login, .topics =
//   {"party/F-SHENGTAI"}}); auto notice = (*feed)->receive(std::chrono::seconds{2});
//
// One thread per subscription.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/zeromq/client_connection.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

struct FeedOptions {
  std::string endpoint;
  std::optional<CurveLogin> curve;
  std::vector<std::string> topics{"all", "heartbeat"};  // whole topics: "all", "party/CODE", "heartbeat"
  std::chrono::milliseconds connect_timeout{5'000};
};

class FeedSubscription {
 public:
  // Connects and waits for the handshake. Subscriptions reach the engine a little later: fetch once after the first
  // heartbeat.
  [[nodiscard]] static tl::expected<std::unique_ptr<FeedSubscription>, ClientError> open(const FeedOptions& options);

  ~FeedSubscription();
  FeedSubscription(const FeedSubscription&) = delete;
  FeedSubscription& operator=(const FeedSubscription&) = delete;

  // The next notice. TimedOut when none came; the socket connects again by itself when the engine was away.
  [[nodiscard]] tl::expected<v1::Notice, ClientError> receive(std::chrono::milliseconds timeout);

 private:
  struct Sockets;

  explicit FeedSubscription(std::unique_ptr<Sockets> sockets);

  std::unique_ptr<Sockets> sockets_;
};

}  // namespace whistle::adapters::zeromq
