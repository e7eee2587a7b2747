// Entries of a store, read and parsed on a thread of their own while the caller works on those before: half of the time
// of a long journal is reading it.
//
//   EntryBatches batches(store);
//   while (const auto batch = batches.next()) { for (const auto* entry : batch->entries) ... }
//   batches.finish();                        // why there are no more
//
// One consumer. The store outlives the object.
#pragma once

#include <google/protobuf/arena.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/ports.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

struct EntryBatch {
  google::protobuf::Arena arena;          // where the entries live: to free each would cost as much as to read it
  std::vector<const v1::Entry*> entries;  // in the order of the journal
};

class EntryBatches {
 public:
  explicit EntryBatches(const engine::Store& store);
  EntryBatches(const EntryBatches&) = delete;
  EntryBatches& operator=(const EntryBatches&) = delete;
  // Ends the reading, also in the middle.
  ~EntryBatches();

  // nullptr: there are no more.
  [[nodiscard]] std::unique_ptr<EntryBatch> next();
  // After the last batch, or instead of it. Damaged where a row is no entry that this program can read.
  [[nodiscard]] engine::Stored<void> finish();

 private:
  void read();
  // False: nobody wants it any more.
  bool hand_over(std::unique_ptr<EntryBatch> batch);

  const engine::Store& store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // ---- guarded by mutex_ ----
  std::deque<std::unique_ptr<EntryBatch>> waiting_;
  bool read_all_ = false;
  bool unwanted_ = false;
  // ---- of the reading thread, until it has been joined ----
  engine::Stored<void> outcome_;
  std::thread reader_;  // the last member: it uses the others
};

}  // namespace whistle::tools
