#include "tools/whistle/entry_batches.h"

#include <string>
#include <utility>

#include "engine/core.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kBatchEntriesMax = 1'024;
constexpr std::size_t kWaitingMax = 4;

}  // namespace

EntryBatches::EntryBatches(const engine::Store& store) : store_(store), reader_([this] { read(); }) {}

EntryBatches::~EntryBatches() {
  if (reader_.joinable()) (void)finish();
}

std::unique_ptr<EntryBatch> EntryBatches::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || read_all_; });
  if (waiting_.empty()) return nullptr;
  auto batch = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return batch;
}

engine::Stored<void> EntryBatches::finish() {
  {
    const std::scoped_lock lock(mutex_);
    unwanted_ = true;
    changed_.notify_all();
  }
  reader_.join();
  return outcome_;
}

bool EntryBatches::hand_over(std::unique_ptr<EntryBatch> batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kWaitingMax || unwanted_; });
  if (unwanted_) return false;
  waiting_.push_back(std::move(batch));
  changed_.notify_all();
  return true;
}

void EntryBatches::read() {
  auto batch = std::make_unique<EntryBatch>();
  engine::Stored<void> fault;
  outcome_ = store_.scan_entries(engine::Sequence{0}, [&](engine::Sequence sequence, std::string_view bytes) {
    auto* entry = google::protobuf::Arena::CreateMessage<v1::Entry>(&batch->arena);
    if (!engine::parse_entry(bytes, *entry)) {
      fault = tl::unexpected(engine::StoreError{engine::StoreFault::Damaged,
                                                "entry " + std::to_string(sequence.value) + " cannot be read"});
      return false;
    }
    batch->entries.push_back(entry);
    if (batch->entries.size() < kBatchEntriesMax) return true;
    return hand_over(std::exchange(batch, std::make_unique<EntryBatch>()));
  });
  if (outcome_ && !fault) outcome_ = fault;
  hand_over(std::move(batch));
  const std::scoped_lock lock(mutex_);
  read_all_ = true;
  changed_.notify_all();
}

}  // namespace whistle::tools
