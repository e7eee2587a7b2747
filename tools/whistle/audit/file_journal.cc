#include "tools/whistle/audit/file_journal.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/hexadecimal.h"
#include "storage/record_format.h"
#include "storage/sha256.h"
#include "tools/whistle/audit/journal_file.h"
#include "tools/whistle/audit/wording_audit.h"

namespace whistle::tools {

namespace {

// One entry in so many is noted: a search reads on from there.
constexpr std::uint64_t kNotedEvery = 256;

std::string entry_fault(std::uint64_t sequence) {
  return "entry " + std::to_string(sequence) + " is missing, or is another";
}

class FileJournal final : public JournalSource {
 public:
  explicit FileJournal(const std::string& path) : reader_(path) {}

  // Notes where things lie. Why it is no journal of ours, or nullptr; a record that is none ends it.
  const Phrase* index();

  // A part has no first entry: what its header says is as good as the checkpoint's signature under that key.
  Read<JournalIdentity> identity() override {
    const auto& header = reader_.header();
    JournalIdentity said{header.journal_id(), header.district_code(), header.checkpoint_public_key()};
    if (is_part()) return said;
    auto first = JournalSource::identity();
    if (first && *first != said)
      return tl::unexpected(SourceFault{true, "entry 0 begins another journal than the file's header says"});
    return first;
  }
  Read<std::uint64_t> next_sequence() override { return next_; }

  Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) override {
    auto at = std::ranges::upper_bound(noted_, from, {}, &Noted::sequence);
    auto offset = at == noted_.begin() ? begin_ : std::prev(at)->offset;
    auto expected = at == noted_.begin() ? first_ : std::prev(at)->sequence;
    v1::JournalFileRecord record;
    for (;;) {
      reader_.seek(offset);
      if (!reader_.next(record)) break;
      offset = reader_.offset();
      if (!record.has_entry()) continue;
      const auto number = storage::entry_number(record.entry());
      const bool fits = number && (is_part() ? number->value >= expected : number->value == expected);
      if (!fits) return tl::unexpected(SourceFault{true, entry_fault(expected)});
      expected = number->value + 1;
      if (number->value < from) continue;
      if (!visit(*number, record.entry())) return {};
    }
    if (reader_.fault() || !ended_) {
      return tl::unexpected(SourceFault{true, entry_fault(expected) + ": the file is damaged or cut off there"});
    }
    if (!is_part() && expected < next_) return tl::unexpected(SourceFault{true, entry_fault(expected)});
    return {};
  }

  Read<std::optional<std::string>> entry(std::uint64_t sequence) override {
    std::optional<std::string> found;
    const auto scanned = scan_entries(sequence, [&](engine::Sequence number, std::string_view bytes) {
      if (number.value == sequence) found = std::string(bytes);
      return false;
    });
    if (!scanned) return tl::unexpected(scanned.error());
    return found;
  }

  Read<std::optional<std::string>> blob(std::string_view sha256) override {
    const auto found = blobs_.find(sha256);
    if (found == blobs_.end()) return std::nullopt;
    v1::JournalFileRecord record;
    asked_.insert(found->first);
    reader_.seek(found->second);
    if (!reader_.next(record) || storage::sha256(record.blob()) != sha256)
      return tl::unexpected(SourceFault{true, "a blob is not what its hash says"});
    return std::move(*record.mutable_blob());
  }

  Read<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) override {
    const auto found = tiles_.find({level, index});
    if (found == tiles_.end()) return std::nullopt;
    v1::JournalFileRecord record;
    reader_.seek(found->second);
    if (!reader_.next(record) || !record.has_tile()) return std::nullopt;
    return std::move(*record.mutable_tile()->mutable_hashes());
  }

  Read<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) override {
    v1::JournalFileRecord record;
    for (auto at = checkpoints_.lower_bound(from); at != checkpoints_.end(); ++at) {
      reader_.seek(at->second);
      if (!reader_.next(record) || !record.has_checkpoint()) return tl::unexpected(SourceFault{true, "a checkpoint"});
      if (!visit({record.checkpoint().size(), record.checkpoint().note()})) return {};
    }
    return {};
  }

  Read<std::optional<engine::CheckpointRow>> last_checkpoint() override {
    std::optional<engine::CheckpointRow> last;
    if (checkpoints_.empty()) return last;
    const auto scanned = scan_checkpoints(checkpoints_.rbegin()->first, [&](const engine::CheckpointRow& row) {
      last = row;
      return true;
    });
    if (!scanned) return tl::unexpected(scanned.error());
    return last;
  }

  // Each blob was written because an entry spoke of it.
  std::optional<SourceFault> left_over() const override {
    for (const auto& [sha256, offset] : blobs_) {
      if (!asked_.contains(sha256))
        return SourceFault{true, "no entry speaks of the blob " + engine::hexadecimal(sha256).substr(0, 16)};
    }
    return std::nullopt;
  }
  bool is_part() const override { return reader_.header().from() != 0 || reader_.header().has_ticket(); }

 private:
  struct Noted {
    std::uint64_t sequence;
    std::uint64_t offset;
  };

  void note(const v1::JournalFileRecord& record, std::uint64_t offset);

  JournalFileReader reader_;
  std::uint64_t begin_ = 0;  // offset of the first record
  std::uint64_t first_ = 0;  // number of the first entry
  std::uint64_t next_ = 0;   // after the last
  std::uint64_t entries_ = 0;
  bool ended_ = false;  // as an export that was finished does
  std::vector<Noted> noted_;
  std::map<std::string, std::uint64_t, std::less<>> blobs_;
  std::set<std::string, std::less<>> asked_;  // of these
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t> tiles_;
  std::map<std::uint64_t, std::uint64_t> checkpoints_;
};

void FileJournal::note(const v1::JournalFileRecord& record, std::uint64_t offset) {
  switch (record.what_case()) {
    case v1::JournalFileRecord::kEntry: {
      const auto number = storage::entry_number(record.entry());
      if (!number) return;  // whoever scans says so
      // Of what is out of order nothing is noted: a scan comes to it from before.
      const bool ascends = noted_.empty() || number->value > noted_.back().sequence;
      if (entries_ % kNotedEvery == 0 && ascends) noted_.push_back({number->value, offset});
      ++entries_;
      return;
    }
    case v1::JournalFileRecord::kBlob:
      blobs_[storage::sha256(record.blob())] = offset;
      return;
    case v1::JournalFileRecord::kTile:
      tiles_[{record.tile().level(), record.tile().index()}] = offset;
      return;
    case v1::JournalFileRecord::kCheckpoint:
      checkpoints_[record.checkpoint().size()] = offset;
      return;
    case v1::JournalFileRecord::kEnd:
      ended_ = record.end().entries() == entries_;
      next_ = record.end().next_sequence();
      return;
    case v1::JournalFileRecord::WHAT_NOT_SET:
      return;
  }
}

const Phrase* FileJournal::index() {
  if (reader_.fault() == JournalFileFault::Unreadable) return &phrases::kFileUnreadable;
  if (reader_.fault() == JournalFileFault::Newer) return &phrases::kFileNewer;
  if (reader_.fault()) return &phrases::kFileForeign;
  begin_ = reader_.offset();
  first_ = reader_.header().from();
  v1::JournalFileRecord record;
  auto offset = begin_;
  while (reader_.next(record)) {
    const bool was_over = std::exchange(ended_, false);
    note(record, offset);
    offset = reader_.offset();
    if (was_over) break;  // something follows the end
  }
  if (reader_.fault() == JournalFileFault::Unreadable) return &phrases::kFileUnreadable;
  if (reader_.fault()) ended_ = false;
  return nullptr;
}

}  // namespace

Result<std::unique_ptr<JournalSource>> open_file_journal(const std::string& path, Language language) {
  auto journal = std::make_unique<FileJournal>(path);
  if (const auto* fault = journal->index()) return file_failure(worded(language, *fault, {path}));
  return journal;
}

}  // namespace whistle::tools
