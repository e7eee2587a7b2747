#include "bench/load/load.h"

#include <zmq.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "bench/load/whistle_frames.h"
#include "bench/require.h"

namespace whistle::bench {

namespace {

using std::chrono::nanoseconds;
using Steady = std::chrono::steady_clock;

constexpr int kSilenceMaxMs = 10'000;
constexpr nanoseconds kNap{40'000};  // of the open loop, between looks at its sockets

class Load {
 public:
  explicit Load(const LoadOptions& options)
      : options_(options), frames_(options.stream, options.member, options.key_prefix) {
    for (std::uint32_t i = 0; i < options.connections; ++i)
      connect();
  }

  LoadResult run() {
    start_ = Steady::now();
    end_ = start_ + std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(options_.seconds));
    if (options_.rate > 0) {
      open_loop();
    } else {
      closed_loop();
    }
    result_.seconds = std::chrono::duration<double>(last_ - start_).count();
    return std::move(result_);
  }

 private:
  void connect() {
    auto& socket = sockets_.emplace_back(context_, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::sndhwm, 0);
    socket.set(zmq::sockopt::rcvhwm, 0);
    if (!options_.server_key.empty()) {
      socket.set(zmq::sockopt::curve_serverkey, options_.server_key);
      socket.set(zmq::sockopt::curve_publickey, options_.public_key);
      socket.set(zmq::sockopt::curve_secretkey, options_.secret_key);
    }
    socket.connect(options_.endpoint);
    polled_.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
  }

  bool more() const { return options_.count != 0 ? sent_at_.size() < options_.count : Steady::now() < end_; }

  void send(std::size_t connection, Steady::time_point since) {
    const auto frame = frames_.frame(sent_at_.size());
    sent_at_.push_back(since);
    (void)sockets_[connection].send(zmq::buffer(frame), zmq::send_flags::none);
  }

  // Takes all that has arrived at a connection; each answer makes room for the next whistle in a closed loop.
  void receive(std::size_t connection, bool refill) {
    zmq::message_t reply;
    while (sockets_[connection].recv(reply, zmq::recv_flags::dontwait)) {
      last_ = Steady::now();
      const auto head = read_head({static_cast<const char*>(reply.data()), reply.size()});
      require(head.correlation < sent_at_.size(), "an answer to nothing that was asked");
      result_.latencies.add(last_ - sent_at_[head.correlation]);
      ++(head.accepted ? result_.accepted : result_.refused);
      if (refill && more()) send(connection, Steady::now());
    }
  }

  [[nodiscard]] bool all_answered() const { return result_.latencies.size() == sent_at_.size(); }

  void wait_and_receive(bool refill) {
    const int ready = zmq_poll(polled_.data(), static_cast<int>(polled_.size()), kSilenceMaxMs);
    require(ready > 0, "the server does not answer");
    for (std::size_t i = 0; i < polled_.size(); ++i) {
      if ((polled_[i].revents & ZMQ_POLLIN) != 0) receive(i, refill);
    }
  }

  void closed_loop() {
    for (std::uint32_t i = 0; i < options_.in_flight && more(); ++i)
      send(i % sockets_.size(), Steady::now());
    while (!all_answered())
      wait_and_receive(/*refill=*/true);
  }

  void open_loop() {
    const nanoseconds apart(static_cast<std::int64_t>(1e9 / options_.rate));
    while (true) {
      const auto now = Steady::now();
      auto due = start_ + apart * static_cast<std::int64_t>(sent_at_.size());
      const bool over = options_.count != 0 ? sent_at_.size() >= options_.count : due >= end_;
      if (over) break;
      for (; due <= now && due < end_; due += apart)
        send(sent_at_.size() % sockets_.size(), due);
      for (std::size_t i = 0; i < sockets_.size(); ++i)
        receive(i, /*refill=*/false);
      const auto left = due - Steady::now();
      if (left > nanoseconds(0)) std::this_thread::sleep_for(std::min<nanoseconds>(left, kNap));
    }
    while (!all_answered())
      wait_and_receive(/*refill=*/false);
  }

  const LoadOptions& options_;
  WhistleFrames frames_;
  zmq::context_t context_;
  std::vector<zmq::socket_t> sockets_;
  std::vector<zmq_pollitem_t> polled_;
  std::vector<Steady::time_point> sent_at_;  // by correlation; of an open loop when it was due
  Steady::time_point start_;
  Steady::time_point end_;
  Steady::time_point last_;
  LoadResult result_;
};

}  // namespace

LoadResult run_load(const LoadOptions& options) {
  try {
    return Load(options).run();
  } catch (const zmq::error_t& error) {
    require(false, options.endpoint + ": " + error.what());
  }
  return {};
}

}  // namespace whistle::bench
