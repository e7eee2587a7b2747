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

namespace whistle::tools::whistled {

class GatedStore : public engine::Store {
 public:
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
    return store_.commit(batch);
  }
  engine::Stored<engine::Sequence> next_sequence() const override { return store_.next_sequence(); }
  engine::Stored<engine::Sequence> applied_sequence() const override { return store_.applied_sequence(); }
  engine::Stored<std::optional<std::string>> entry(engine::Sequence sequence) const override {
    return store_.entry(sequence);
  }
  engine::Stored<void> scan_entries(engine::Sequence from, const engine::EntryVisitor& visit) const override {
    return store_.scan_entries(from, visit);
  }
  engine::Stored<void> scan_open_tickets(const engine::TicketVisitor& visit) const override {
    return store_.scan_open_tickets(visit);
  }
  engine::Stored<void> scan_closed_tickets(std::optional<engine::TicketId> after,
                                           const engine::TicketVisitor& visit) const override {
    return store_.scan_closed_tickets(after, visit);
  }
  engine::Stored<void> scan_closed_since(engine::Instant from, const engine::TicketVisitor& visit) const override {
    return store_.scan_closed_since(from, visit);
  }
  engine::Stored<std::optional<std::string>> closed_ticket(engine::TicketId id) const override {
    return store_.closed_ticket(id);
  }
  engine::Stored<std::optional<engine::Sequence>> key(std::string_view client, std::string_view key) const override {
    return store_.key(client, key);
  }
  engine::Stored<std::optional<std::string>> vault_row(engine::TicketId ticket, engine::Sequence entry) const override {
    return store_.vault_row(ticket, entry);
  }
  engine::Stored<void> scan_attachments(std::string_view prefix,
                                        const engine::AttachmentVisitor& visit) const override {
    return store_.scan_attachments(prefix, visit);
  }
  engine::Stored<std::optional<std::string>> blob(std::string_view sha256) const override {
    return store_.blob(sha256);
  }
  engine::Stored<std::optional<std::string>> meta(std::string_view name) const override { return store_.meta(name); }
  engine::Stored<std::vector<engine::NamedRow>> scan_meta(std::string_view prefix) const override {
    return store_.scan_meta(prefix);
  }

 private:
  storage::MemoryStore store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // ---- guarded by mutex_ ----
  bool closed_ = false;
  bool waiting_ = false;
  std::optional<engine::StoreFault> fault_;
};

}  // namespace whistle::tools::whistled
