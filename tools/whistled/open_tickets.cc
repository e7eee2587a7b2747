#include "tools/whistled/open_tickets.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "whistle/v1/record.pb.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kChunkTickets = 512;
constexpr std::size_t kChunksMax = 8;  // on their way between the threads

using Chunk = std::vector<engine::Ticket>;

// From the reading thread to the one that puts back.
class Chunks {
 public:
  // Waits for room.
  void give(Chunk chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return chunks_.size() < kChunksMax; });
    chunks_.push_back(std::move(chunk));
    changed_.notify_all();
  }
  // That was all.
  void end() {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  // nullopt: that was all.
  std::optional<Chunk> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !chunks_.empty() || ended_; });
    if (chunks_.empty()) return std::nullopt;
    auto chunk = std::move(chunks_.front());
    chunks_.pop_front();
    changed_.notify_all();
    return chunk;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> chunks_;  // guarded by mutex_
  bool ended_ = false;        // guarded by mutex_
};

// Tickets are large: a chunk that grew would move them over and over.
Chunk room_for_a_chunk() {
  Chunk chunk;
  chunk.reserve(kChunkTickets);
  return chunk;
}

// `record` is kept from row to row, with its room.
std::optional<Failure> parse(engine::TicketId id, std::string_view row, v1::TicketRecord& record) {
  const auto name = [&] { return "the row of ticket " + std::to_string(id.value); };
  if (!record.ParseFromArray(row.data(), static_cast<int>(row.size())))
    return Failure{ExitCode::BadData, name() + " cannot be read"};
  if (record.id() != id.value || record.parts_size() == 0) return Failure{ExitCode::BadData, name() + " is another's"};
  return std::nullopt;
}

Result<void> read(const engine::Store& store, Chunks& chunks) {
  std::optional<Failure> fault;
  auto chunk = room_for_a_chunk();
  v1::TicketRecord record;
  const auto scanned = store.scan_open_tickets([&](engine::TicketId id, std::string_view row) {
    fault = parse(id, row, record);
    if (fault) return false;
    chunk.push_back(engine::from_record(record));
    if (chunk.size() == kChunkTickets) {
      chunks.give(std::move(chunk));
      chunk = room_for_a_chunk();
    }
    return true;
  });
  if (fault) return tl::unexpected(*fault);
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  chunks.give(std::move(chunk));
  return {};
}

}  // namespace

Result<std::set<engine::Sequence>> load_open_tickets(const engine::Store& store, engine::State& state) {
  Chunks chunks;
  Result<void> outcome;
  std::thread reader([&] {
    outcome = read(store, chunks);
    chunks.end();
  });
  std::set<engine::Sequence> pinned;
  while (const auto chunk = chunks.take()) {
    for (const auto& ticket : *chunk) {
      pinned.insert(ticket.ruleset);
      restore_ticket(state, ticket);
    }
  }
  reader.join();
  if (!outcome) return tl::unexpected(outcome.error());
  return pinned;
}

Result<void> load_recent_tickets(const engine::Store& store, engine::Instant since, engine::State& state,
                                 std::set<engine::Sequence>& pinned) {
  std::optional<Failure> fault;
  v1::TicketRecord record;
  const auto scanned = store.scan_closed_since(since, [&](engine::TicketId id, std::string_view row) {
    fault = parse(id, row, record);
    if (fault) return false;
    const auto ticket = engine::from_record(record);
    if (restore_recent(state, ticket)) pinned.insert(ticket.ruleset);
    return true;
  });
  if (fault) return tl::unexpected(*fault);
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return {};
}

}  // namespace whistle::tools::whistled
