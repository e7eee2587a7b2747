// The engine's feed: tells whoever listens that something happened, never what. Called after the batch is durable.
//
//   feed->publish(Sequence{17}, {"party/F-SHENGTAI", "party/DESK"});   // "all" too
//
// A subscriber that does not read loses notices and sees it by `previous` and by the heartbeat's number. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>
#include <zmq.hpp>

#include "adapters/zeromq/router_socket.h"
#include "adapters/zeromq/socket_error.h"
#include "engine/ids.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

inline constexpr std::string_view kAllTopic = "all";
inline constexpr std::string_view kHeartbeatTopic = "heartbeat";
inline constexpr std::string_view kCheckpointTopic = "checkpoint";
[[nodiscard]] std::string party_topic(std::string_view party);

class FeedSocket {
 public:
  static constexpr int kQueueMax = 100'000;  // notices that wait for one subscriber

  [[nodiscard]] static tl::expected<std::unique_ptr<FeedSocket>, SocketError> bind(zmq::context_t& context,
                                                                                   const ServerOptions& options);

  // One notice under "all" and one under each topic. Sequence numbers ascend.
  [[nodiscard]] tl::expected<void, SocketError> publish(engine::Sequence sequence,
                                                        const std::vector<std::string>& topics);
  // A signed checkpoint of the first `size` entries, size > 0; the notice carries the last of them.
  [[nodiscard]] tl::expected<void, SocketError> checkpoint(std::uint64_t size);
  // `next` is the journal's next sequence number; the notice carries the last one.
  [[nodiscard]] tl::expected<void, SocketError> heartbeat(engine::Sequence next);

  const std::string& endpoint() const { return endpoint_; }

 private:
  FeedSocket(zmq::context_t& context, const ServerOptions& options);
  [[nodiscard]] tl::expected<void, SocketError> send(v1::NoticeKind kind, std::string_view topic,
                                                     std::uint64_t sequence);

  zmq::socket_t socket_;
  std::string endpoint_;
  std::map<std::string, std::uint64_t, std::less<>> last_;  // by topic, since the start
  // ---- kept for their allocations: some notices go out for each entry ----
  v1::Notice notice_;
  std::string bytes_;
};

}  // namespace whistle::adapters::zeromq
