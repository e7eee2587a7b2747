// What a client's thread has heard on a feed, for whoever follows the journal: how far it is. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "whistle/client/client.h"
#include "whistle/client/follower.h"

namespace whistle::client {

class Notices {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Whoever follows asks the journal by itself when the feed, which has a heartbeat each second, says nothing new for
  // so long.
  static constexpr std::chrono::seconds kSilenceMax{10};

  // Misused: no address. `client` outlives it, and may be moved meanwhile.
  [[nodiscard]] static Result<std::unique_ptr<Notices>> open(Client& client, const FollowOptions& options);
  ~Notices();
  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;

  // Whether an entry of that number, or a later one, has been announced.
  [[nodiscard]] bool announced(std::uint64_t sequence) const;
  // The same, waiting for it until then.
  [[nodiscard]] bool wait_for(std::uint64_t sequence, Time until) const;
  // Called on the client's thread after each notice, until `wake` is replaced. It must not wait.
  void wake_by(std::function<void()> wake);

 private:
  explicit Notices(Client::Line& line) : line_(line) {}
  void take(const v1::Notice& notice);

  Client::Line& line_;
  std::uint64_t listening_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable heard_;
  std::uint64_t next_ = 0;  // after the newest entry that was announced
  std::function<void()> wake_;
};

}  // namespace whistle::client
