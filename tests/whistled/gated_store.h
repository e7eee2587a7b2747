// A store whose commits wait for the test, and fail when it says so.
//
//   GatedStore store;
//   store.close();            // commits wait from now on
//   store.wait_for_commit();  // one has come and waits
//   store.open();             // it, and those after it, go through
#pragma once

#include <condition_variable>
#include <mutex>

#include "storage/memory_store.h"
#include "tests/support/forwarding_store.h"

namespace whistle::tools::whistled {

// Before the store that forwards to it.
struct OwnedMemoryStore {
  storage::MemoryStore store;
};

class GatedStore : private OwnedMemoryStore, public support::ForwardingStore {
 public:
  GatedStore() : ForwardingStore(store) {}

  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    closed_ = false;
    changed_.notify_all();
  }
  void fail_from_now_on(engine::StoreFault fault) {
    const std::scoped_lock lock(mutex_);
    fault_ = fault;
    closed_ = false;
    changed_.notify_all();
  }
  void wait_for_commit() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_; });
  }

  engine::Stored<void> commit(const engine::Batch& batch) override {
    {
      std::unique_lock lock(mutex_);
      waiting_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return !closed_; });
      waiting_ = false;
      if (fault_) return tl::unexpected(engine::StoreError{*fault_, "the test said so"});
    }
    return ForwardingStore::commit(batch);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  // ---- guarded by mutex_ ----
  bool closed_ = false;
  bool waiting_ = false;
  std::optional<engine::StoreFault> fault_;
};

}  // namespace whistle::tools::whistled
