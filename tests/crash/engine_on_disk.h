// The engine from a command to the disk, in the order in which the service does it, without sockets: real core,
// acceptance, vault and store.
//
//   EngineOnDisk engine(disk, vault, random, {.sync = true});
//   engine.start();                              // a journal is founded where there is none
//   engine.take(request);                        // decided in memory, nothing is told
//   for (const auto& answer : *engine.commit())  // what may be told now
//
// Use from one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/clock.h"
#include "engine/ports.h"
#include "storage/vault.h"
#include "tests/storage/cut_disk.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/committer.h"
#include "tools/whistled/recovery.h"
#include "tools/whistled/uncommitted.h"

namespace whistle::crash {

using tools::whistled::Result;

struct Answer {
  std::string key;
  v1::Reply reply;
};

class EngineOnDisk {
 public:
  struct Options {
    bool sync = true;
  };

  EngineOnDisk(storage::CutDisk& disk, const storage::Vault& vault, engine::RandomSource& random, Options options)
      : disk_(disk), vault_(vault), random_(random), options_(options) {}

  // Opens, founds or recovers, and writes the start into the journal, as the daemon does. A failure is the one that it
  // would end with.
  [[nodiscard]] Result<void> start();
  // Closes the store, which after a failed commit flushes nothing, as a process that ends at once.
  void end();

  // Decides a command of `claimed_member`. Refused or accepted, its answer waits.
  [[nodiscard]] Result<void> take(const v1::Request& request);
  // The answer alone, for what is known to be a repetition; nothing is to be committed for it.
  [[nodiscard]] Result<v1::Reply> repeat(const v1::Request& request);
  [[nodiscard]] bool dirty() const { return running_->uncommitted.dirty(); }

  // Makes durable what has gathered; the answers that may be told for it.
  [[nodiscard]] Result<std::vector<Answer>> commit();
  // The same on the writer's thread, while the next commands are taken.
  void hand_over();
  // nullopt: not durable yet.
  [[nodiscard]] std::optional<Result<std::vector<Answer>>> finished();
  [[nodiscard]] Result<std::vector<Answer>> wait();

  [[nodiscard]] const engine::Store& store() const { return *store_; }

 private:
  // Everything that a process loses when it ends.
  struct Running {
    tools::whistled::Recovered recovered;
    adapters::FollowClock clock;
    tools::whistled::Uncommitted uncommitted;
    tools::whistled::Acceptance acceptance;
    tools::whistled::Committer committer;
    std::vector<Answer> gathering;
    std::vector<Answer> in_flight;

    Running(tools::whistled::Recovered from, engine::Store& store, const storage::Vault& vault,
            engine::RandomSource& random);
  };

  [[nodiscard]] Result<std::vector<Answer>> land(const engine::Stored<void>& outcome);

  storage::CutDisk& disk_;
  const storage::Vault& vault_;
  engine::RandomSource& random_;
  const Options options_;
  std::unique_ptr<engine::Store> store_;
  std::unique_ptr<Running> running_;
};

}  // namespace whistle::crash
