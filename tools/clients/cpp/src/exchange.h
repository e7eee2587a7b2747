// What is under way between a client and the engine: requests out, replies in, tried again where an answer was lost.
// Driven by `Line`, which polls its socket and calls what follows from it. One thread.
//
//   Exchange exchange(context, options);
//   exchange.begin(1, request, now + 20s, done, now);
//   ... poll until exchange.next_due() ...
//   exchange.read(now);
//   exchange.try_what_is_due(now);
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "adapters/zeromq/client_socket.h"
#include "tools/clients/cpp/src/attempts.h"
#include "tools/clients/cpp/src/kernel_random.h"
#include "whistle/client/client.h"

namespace whistle::client {

// Longer ones end the connection instead of being refused.
inline constexpr std::size_t kRequestBytesMax = std::size_t{24} << 20;
inline constexpr std::int64_t kReplyBytesMax = std::int64_t{64} << 20;

// Of a socket of either kind, to that address.
[[nodiscard]] adapters::zeromq::ClientSocket::Options socket_options(zmq::socket_type type, const std::string& endpoint,
                                                                     const std::optional<Login>& login);

class Exchange {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Connects. Throws zmq::error_t on what is no address. `context` outlives it.
  Exchange(zmq::context_t& context, const Options& options);

  // `id` is the caller's and new. `done` is called once, in this or a later call.
  void begin(std::uint64_t id, v1::Request request, Time deadline, Client::Done done, Time now);
  // No more tries. Nothing, where it is done.
  void cancel(std::uint64_t id);
  // All that has arrived, and what the connection has come to.
  void read(Time now);
  // Tries whose patience or pause is over.
  void try_what_is_due(Time now);
  // Whatever is under way, and whatever begins from now on, is told NoAnswer.
  void end(const std::string& why);

  // When `try_what_is_due` is due; Time::max(): nothing waits.
  [[nodiscard]] Time next_due() const { return due_.empty() ? Time::max() : due_.begin()->first; }
  // To be polled; nullptr: there is none now.
  [[nodiscard]] adapters::zeromq::ClientSocket* socket() { return socket_.get(); }

 private:
  struct Pending {
    v1::Request request;
    Attempts attempts;
    Client::Done done;
    Time due;
    bool waits_for_reply = false;  // else for its next try
    Time sent_at;
    std::uint64_t heard_before = 0;
  };
  using Place = std::map<std::uint64_t, Pending>::iterator;

  void try_now(Place place, Time now);
  void put_off(Place place, Time due, bool waits_for_reply);
  void follow(Place place, Attempts::Verdict verdict, Time now);
  void finish(Place place, Result<v1::Reply> result);
  void finish_all(const Error& error);
  void take_reply(const zmq::message_t& frame, Time now);
  void take_changes(Time now);
  // The connection is over, and every answer that was awaited over it is lost.
  void drop(const std::string& reason, Time now);

  zmq::context_t& context_;
  const Options& options_;
  KernelRandom random_;
  std::unique_ptr<adapters::zeromq::ClientSocket> socket_;
  std::map<std::uint64_t, Pending> pending_;
  std::map<std::uint64_t, std::uint64_t> sent_;  // correlation, and whose it is
  std::set<std::pair<Time, std::uint64_t>> due_;
  std::uint64_t last_correlation_ = 0;
  std::uint64_t heard_ = 0;           // replies
  bool were_up_ = false;              // the engine has let us in once
  int refused_ = 0;                   // handshakes in a row
  std::optional<std::string> ended_;  // why
};

}  // namespace whistle::client
