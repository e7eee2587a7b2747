#include "tools/whistle/audit/read_ahead.h"

#include <algorithm>
#include <utility>

#include "engine/core.h"

namespace whistle::tools {

namespace {

// As many as an engine that is asked tells at once.
constexpr std::size_t kEntriesOfBatch = 1'000;

ReadEntry kept(engine::Sequence sequence, std::string_view bytes, google::protobuf::Arena& arena) {
  auto* copy = google::protobuf::Arena::CreateArray<char>(&arena, bytes.size());
  std::ranges::copy(bytes, copy);
  auto* entry = google::protobuf::Arena::CreateMessage<v1::Entry>(&arena);
  return {sequence, {copy, bytes.size()}, engine::parse_entry(bytes, *entry) ? entry : nullptr};
}

std::unique_ptr<ReadBatch> read_batch(JournalSource& source, std::uint64_t from, std::uint64_t end) {
  auto batch = std::make_unique<ReadBatch>();
  batch->entries.reserve(kEntriesOfBatch);
  const auto scanned = source.scan_entries(from, [&](engine::Sequence sequence, std::string_view bytes) {
    batch->entries.push_back(kept(sequence, bytes, batch->arena));
    return batch->entries.size() < kEntriesOfBatch && sequence.value + 1 < end;
  });
  if (!scanned) batch->fault = scanned.error();
  return batch;
}

}  // namespace

ReadAhead::ReadAhead(JournalSource& source, std::uint64_t from, std::uint64_t end) : source_(source), end_(end) {
  if (from < end) read_from(from);
}

std::unique_ptr<ReadBatch> ReadAhead::next() {
  if (!reading_.valid()) return nullptr;
  auto batch = reading_.get();
  if (batch->entries.size() < kEntriesOfBatch) return batch;
  const auto from = batch->entries.back().sequence.value + 1;
  if (from < end_ && !batch->fault) read_from(from);
  return batch;
}

JournalSource& ReadAhead::source() {
  if (reading_.valid()) reading_.wait();
  return source_;
}

void ReadAhead::read_from(std::uint64_t from) {
  reading_ = std::async(std::launch::async, [this, from] { return read_batch(source_, from, end_); });
}

}  // namespace whistle::tools
