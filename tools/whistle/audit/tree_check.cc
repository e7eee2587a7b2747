#include "tools/whistle/audit/tree_check.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "storage/checkpoint.h"
#include "storage/record_format.h"
#include "storage/sha256.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kProgressEvery = 8'192;
constexpr std::size_t kCheckpointsAtOnce = 4'096;

class TreeChecker {
 public:
  TreeChecker(JournalSource& source, const TreeCheckOptions& options) : source_(source), options_(options) {}

  Read<TreeCheck> check();

 private:
  Read<void> check_entries();
  Read<void> check_part();
  Read<void> begin();
  Read<void> take(std::string_view bytes);
  void found(FindingKind kind, std::uint64_t sequence, std::uint64_t last, std::string what = {});
  Read<void> compare_tiles();
  Read<void> compare_tile(const engine::TreeTile& made);
  Read<std::optional<engine::CheckpointRow>> next_checkpoint();
  Read<void> compare_checkpoints();
  std::optional<storage::Checkpoint> open_note(const std::string& note, std::uint64_t size);
  Read<void> check_beyond();

  JournalSource& source_;
  const TreeCheckOptions& options_;
  TreeCheck result_;
  storage::GrowingTree tree_;
  std::uint64_t last_signed_ = 0;                  // as the source has it
  std::deque<engine::CheckpointRow> checkpoints_;  // read ahead
  std::uint64_t read_from_ = 0;
  bool all_read_ = false;
  bool bytes_changed_ = false;
  std::optional<storage::Checkpoint> outside_;
};

void TreeChecker::found(FindingKind kind, std::uint64_t sequence, std::uint64_t last, std::string what) {
  result_.findings.push_back({kind, sequence, last, std::move(what)});
  if (is_damage(kind)) result_.authentic = std::min(result_.authentic, sequence);
}

std::optional<storage::Checkpoint> TreeChecker::open_note(const std::string& note, std::uint64_t size) {
  const auto opened = storage::open_checkpoint(note, result_.public_key);
  if (opened && opened->origin == result_.origin && (size == opened->size || &note == &options_.note)) return *opened;
  result_.findings.push_back({FindingKind::OtherKey, size, size, &note == &options_.note ? "note" : ""});
  return std::nullopt;
}

Read<void> TreeChecker::begin() {
  result_.authentic = UINT64_MAX;
  const auto journal = source_.identity();
  if (!journal) return tl::unexpected(journal.error());
  result_.public_key = journal->checkpoint_public_key;
  result_.origin = storage::checkpoint_origin(journal->district_code, journal->journal_id);
  if (!options_.public_key.empty() && options_.public_key != result_.public_key) found(FindingKind::OtherKey, 0, 0);
  const auto last = source_.last_checkpoint();
  if (!last) return tl::unexpected(last.error());
  if (*last) last_signed_ = (*last)->size;
  return {};
}

Read<void> TreeChecker::take(std::string_view bytes) {
  tree_.add(bytes);
  ++result_.entries;
  if (tree_.size() % storage::kTileWidth == 0) {
    if (auto compared = compare_tiles(); !compared) return compared;
  }
  if (auto compared = compare_checkpoints(); !compared) return compared;
  if (outside_ && outside_->size == tree_.size() && outside_->root != tree_.root() && !bytes_changed_)
    found(FindingKind::OtherRoot, result_.signed_size, tree_.size() - 1, "note");
  if (tree_.size() % kProgressEvery == 0) options_.progress(tree_.size());
  return {};
}

// Hash by hash, so that an entry that has changed is named.
Read<void> TreeChecker::compare_tile(const engine::TreeTile& made) {
  const auto span = std::uint64_t{1} << (storage::kTileLevels * made.level);
  const auto first = made.index * storage::kTileWidth;
  if (first >= last_signed_ / span) return {};  // not signed for yet
  const auto wanted = std::min<std::uint64_t>(made.hashes.size() / storage::kSha256Bytes, last_signed_ / span - first);
  const auto stored = source_.tile(made.level, made.index);
  if (!stored) return tl::unexpected(stored.error());
  const std::string_view hashes = *stored ? std::string_view(**stored) : std::string_view();
  const auto name = std::to_string(made.level) + "/" + std::to_string(made.index);
  for (std::uint64_t i = 0; i < wanted; ++i) {
    const auto at = static_cast<std::size_t>(i) * storage::kSha256Bytes;
    if (at + storage::kSha256Bytes <= hashes.size() &&
        hashes.substr(at, storage::kSha256Bytes) == std::string_view(made.hashes).substr(at, storage::kSha256Bytes))
      continue;
    const auto entry = (first + i) * span;
    const bool there = at + storage::kSha256Bytes <= hashes.size();
    if (made.level == 0 && there) {
      found(FindingKind::BytesChanged, entry, entry);
      bytes_changed_ = true;
      continue;
    }
    // Of what has changed below it follows that it does not fit.
    if (!bytes_changed_) found(FindingKind::TileChanged, entry, entry + span - 1, name);
    return {};
  }
  return {};
}

Read<void> TreeChecker::compare_tiles() {
  for (const auto& tile : tree_.take_tiles()) {
    if (auto compared = compare_tile(tile); !compared) return compared;
  }
  return {};
}

Read<std::optional<engine::CheckpointRow>> TreeChecker::next_checkpoint() {
  if (checkpoints_.empty() && !all_read_) {
    const auto scanned = source_.scan_checkpoints(read_from_, [&](const engine::CheckpointRow& row) {
      checkpoints_.push_back(row);
      return checkpoints_.size() < kCheckpointsAtOnce;
    });
    if (!scanned) return tl::unexpected(scanned.error());
    all_read_ = checkpoints_.size() < kCheckpointsAtOnce;
    if (!checkpoints_.empty()) read_from_ = checkpoints_.back().size + 1;
  }
  if (checkpoints_.empty()) return std::nullopt;
  return checkpoints_.front();
}

Read<void> TreeChecker::compare_checkpoints() {
  for (;;) {
    const auto next = next_checkpoint();
    if (!next) return tl::unexpected(next.error());
    if (!*next || (*next)->size > tree_.size()) return {};
    checkpoints_.pop_front();
    const auto opened = open_note((*next)->note, (*next)->size);
    if (!opened) continue;
    ++result_.checkpoints;
    if (opened->size != tree_.size()) continue;  // the first checkpoint is of an entry at least
    if (opened->root == tree_.root()) {
      result_.signed_size = tree_.size();
      continue;
    }
    // The tiles tell which entry it is, where they can.
    if (auto compared = compare_tiles(); !compared) return compared;
    if (!bytes_changed_) found(FindingKind::OtherRoot, result_.signed_size, tree_.size() - 1);
  }
}

// Checkpoints of more than there is.
Read<void> TreeChecker::check_beyond() {
  std::uint64_t largest = 0;
  for (;;) {
    const auto next = next_checkpoint();
    if (!next) return tl::unexpected(next.error());
    if (!*next) break;
    checkpoints_.pop_front();
    if (const auto opened = open_note((*next)->note, (*next)->size)) largest = std::max(largest, opened->size);
  }
  if (outside_) largest = std::max(largest, outside_->size);
  if (largest > result_.entries) found(FindingKind::Truncated, result_.entries, largest - 1);
  return {};
}

Read<void> TreeChecker::check_entries() {
  std::optional<SourceFault> fault;
  std::uint64_t next = 0;
  auto scanned = source_.scan_entries(0, [&](engine::Sequence sequence, std::string_view bytes) {
    next = sequence.value + 1;
    if (auto taken = take(bytes); !taken) fault = taken.error();
    return !fault;
  });
  if (fault) return tl::unexpected(*fault);
  if (auto compared = compare_tiles(); !compared) return compared;
  if (!scanned && !scanned.error().damaged) return scanned;
  if (!scanned) {
    found(FindingKind::Unread, next, next, scanned.error().what);
    return {};
  }
  return check_beyond();
}

// Entry by entry, each by its own way to the root.
Read<void> TreeChecker::check_part() {
  const auto last = source_.last_checkpoint();
  if (!last) return tl::unexpected(last.error());
  const auto opened = *last ? open_note((*last)->note, (*last)->size) : std::nullopt;
  if (!opened) {
    found(FindingKind::NotSigned, 0, 0);
    return {};
  }
  ++result_.checkpoints;
  const auto tiles = tiles_of(source_);
  const auto subtrees = storage::subtrees_of(tiles);
  auto scanned = source_.scan_entries(0, [&](engine::Sequence sequence, std::string_view bytes) {
    ++result_.entries;
    if (sequence.value >= opened->size) return true;
    const auto proof = storage::inclusion_proof(subtrees, sequence.value, opened->size);
    const auto root = storage::root_by_inclusion(storage::leaf_hash(bytes), sequence.value, opened->size, proof);
    if (root == opened->root) {
      ++result_.signed_size;
    } else {
      found(FindingKind::BytesChanged, sequence.value, sequence.value);
    }
    return true;
  });
  if (!scanned && !scanned.error().damaged) return scanned;
  if (!scanned) found(FindingKind::Unread, result_.entries, result_.entries, scanned.error().what);
  return {};
}

Read<TreeCheck> TreeChecker::check() {
  if (auto begun = begin(); !begun) {
    if (!begun.error().damaged) return tl::unexpected(begun.error());
    found(FindingKind::Unread, 0, 0, begun.error().what);
  }
  if (!result_.public_key.empty() && !options_.note.empty()) outside_ = open_note(options_.note, 0);
  auto checked = source_.is_part() ? check_part() : check_entries();
  if (!checked) return tl::unexpected(checked.error());
  result_.authentic = std::min(result_.authentic, result_.entries);
  if (result_.signed_size == 0 && std::ranges::none_of(result_.findings, is_damage, &Finding::kind))
    found(FindingKind::NotSigned, 0, 0);
  return std::move(result_);
}

}  // namespace

Read<TreeCheck> check_tree(JournalSource& source, const TreeCheckOptions& options) {
  return TreeChecker(source, options).check();
}

}  // namespace whistle::tools
