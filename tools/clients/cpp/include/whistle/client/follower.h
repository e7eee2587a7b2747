// The journal as it grows: every entry that we may see, once and in order, whatever the feed lost and however often the
// engine was away.
//
//   auto follower = Follower::open(client, {.feed = "tcp://engine:7711", .from = kept});
//   for (;;) {
//     auto entry = follower->next(std::chrono::seconds{60});
//     if (entry && *entry) work(**entry), keep(follower->cursor());
//   }
//
// The feed carries numbers alone, and may lose them; what they announce is fetched from the journal, which is asked by
// itself too when the feed is silent. One thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "whistle/client/client.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::client {

class Notices;
class Reading;

struct FollowOptions {
  std::string feed{};      // where the engine tells notices, for instance tcp://engine:7711
  std::uint64_t from = 0;  // number of the first entry that is wanted
  // "heartbeat", which tells each second how far the journal is, and "all" or "party/CODE". Entries come all the same
  // where only the heartbeat is heard, a second later.
  std::vector<std::string> topics{"all", "heartbeat"};
};

class Follower {
 public:
  // Nobody need be there. `client` outlives the follower. Misused: no address.
  [[nodiscard]] static Result<Follower> open(Client& client, const FollowOptions& options);

  ~Follower();
  Follower(Follower&&) noexcept;
  Follower& operator=(Follower&&) noexcept;

  // The next entry; nullopt: there was none for `timeout`. Asking the journal takes the client's own timeout besides,
  // and fails as any question. After a failure the next call goes on where this one stood.
  [[nodiscard]] Result<std::optional<v1::Entry>> next(std::chrono::milliseconds timeout);
  // `from` of a follower that is to go on from here.
  [[nodiscard]] std::uint64_t cursor() const;

 private:
  Follower(Client& client, std::unique_ptr<Notices> notices, std::uint64_t from);

  Client* client_;
  std::unique_ptr<Notices> notices_;
  std::unique_ptr<Reading> reading_;
};

}  // namespace whistle::client
