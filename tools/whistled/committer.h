// Makes batches durable: at once on the calling thread, or on a writer of its own while the caller gathers the next.
//
//   committer.commit(*batch);              // idle: handing over would only cost
//   committer.hand_over(batch); ...        // backlog: `wake` is called when it is done
//   if (auto done = committer.finished()) ...
//
// One batch at a time, so that the store sees one writer at a time. Owned by one thread; `wake` runs on the writer's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/ports.h"
#include "tools/whistled/uncommitted.h"

namespace whistle::tools::whistled {

class Committer {
 public:
  Committer(engine::Store& store, std::function<void()> wake);
  // Waits for what was handed over.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Not while busy.
  [[nodiscard]] engine::Stored<void> commit(const PendingBatch& pending);
  void hand_over(std::shared_ptr<const PendingBatch> pending);

  // Handed over and its outcome not yet asked for.
  [[nodiscard]] bool busy() const { return busy_; }
  // The outcome, if it is there; asking for it ends `busy`.
  [[nodiscard]] std::optional<engine::Stored<void>> finished();
  // Waits for it.
  [[nodiscard]] engine::Stored<void> wait();
  // How long the store took for the batch whose outcome was returned last.
  std::chrono::nanoseconds took() const { return took_; }

 private:
  struct Outcome {
    engine::Stored<void> stored;
    std::chrono::nanoseconds took;
  };

  void write();
  [[nodiscard]] Outcome store_now(const engine::Batch& batch);
  [[nodiscard]] engine::Stored<void> end(Outcome outcome);

  engine::Store& store_;
  std::function<void()> wake_;
  bool busy_ = false;
  std::chrono::nanoseconds took_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  // ---- guarded by mutex_ ----
  std::shared_ptr<const PendingBatch> handed_over_;
  std::optional<Outcome> outcome_;
  bool ending_ = false;
  // ---- last, because it uses all of the above ----
  std::thread writer_;
};

}  // namespace whistle::tools::whistled
