// Tables compared with what the journal gives, row by row, while the journal is lived through again: what an entry puts
// is looked up at once or, where it may change again, at the end.
//
//   TableCheck check(store);
//   check.take(core.take_batch(engine::Core::OpenRows::Leave)); ...
//   check.finish(core.state());
//
// One thread, beside which another counts and hashes the tables from the beginning on. Memory: id and instant of each
// closed ticket, the hashes of each file.
#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/state.h"
#include "tools/whistle/audit/finding.h"
#include "tools/whistle/audit/journal_source.h"

namespace whistle::tools {

class TableCheck {
 public:
  // Rows that differ are named up to so many.
  static constexpr std::size_t kNamedMax = 100;

  // The store outlives it.
  explicit TableCheck(const storage::CopyableStore& store);

  // What entries have changed, in their order.
  [[nodiscard]] Read<void> take(const engine::Batch& batch);
  // After the last of them.
  [[nodiscard]] Read<Findings> finish(const engine::State& state);
  // Compared.
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

 private:
  [[nodiscard]] Read<void> take_closed(const engine::TicketRow& row);
  [[nodiscard]] Read<void> compare_open(const engine::State& state);
  [[nodiscard]] Read<void> compare_meta();
  [[nodiscard]] Read<void> compare_erasures();
  [[nodiscard]] Read<void> compare_attachments();
  [[nodiscard]] Read<void> compare_counts();
  void found(FindingKind kind, std::string what);

  const storage::CopyableStore& store_;
  std::future<engine::Stored<std::vector<storage::FamilyDigest>>> digests_;
  Findings findings_;
  std::uint64_t rows_ = 0;
  std::set<std::pair<engine::Instant, engine::TicketId>> closed_at_;
  std::map<engine::TicketId, FindingKind> closed_unlike_;  // as the journal has them so far
  std::map<std::string, std::string> meta_;                // small: the header and the identities
  std::uint64_t keys_ = 0;
  // By hash and ticket: the entry, and the hash of the ciphertext.
  std::map<std::pair<std::string, engine::TicketId>, std::pair<engine::Sequence, std::string>> attachments_;
};

}  // namespace whistle::tools
