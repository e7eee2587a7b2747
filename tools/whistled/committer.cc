#include "tools/whistled/committer.h"

#include <utility>

#include "engine/assert.h"

namespace whistle::tools::whistled {

Committer::Committer(engine::Store& store, std::function<void()> wake)
    : store_(store), wake_(std::move(wake)), writer_([this] { write(); }) {}

Committer::~Committer() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  writer_.join();
}

engine::Stored<void> Committer::commit(const PendingBatch& pending) {
  WHISTLE_ASSERT(!busy_);
  return end(store_now(pending.batch));
}

void Committer::hand_over(std::shared_ptr<const PendingBatch> pending) {
  WHISTLE_ASSERT(!busy_);
  busy_ = true;
  {
    const std::scoped_lock lock(mutex_);
    handed_over_ = std::move(pending);
  }
  changed_.notify_all();
}

std::optional<engine::Stored<void>> Committer::finished() {
  const std::scoped_lock lock(mutex_);
  if (!outcome_) return std::nullopt;
  return end(*std::exchange(outcome_, std::nullopt));
}

engine::Stored<void> Committer::wait() {
  WHISTLE_ASSERT(busy_);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return outcome_.has_value(); });
  return end(*std::exchange(outcome_, std::nullopt));
}

Committer::Outcome Committer::store_now(const engine::Batch& batch) {
  const auto start = std::chrono::steady_clock::now();
  auto stored = store_.commit(batch);
  return {std::move(stored), std::chrono::steady_clock::now() - start};
}

engine::Stored<void> Committer::end(Outcome outcome) {
  busy_ = false;
  took_ = outcome.took;
  return std::move(outcome.stored);
}

void Committer::write() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || handed_over_ != nullptr; });
    if (handed_over_ == nullptr) return;
    const auto pending = handed_over_;
    lock.unlock();
    auto outcome = store_now(pending->batch);
    lock.lock();
    handed_over_ = nullptr;
    outcome_ = std::move(outcome);
    changed_.notify_all();
    wake_();
  }
}

}  // namespace whistle::tools::whistled
