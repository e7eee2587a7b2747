#include "tools/whistle/audit/journal_export.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core.h"
#include "storage/checkpoint.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kAskEvery = 1'024;  // entries

class Exporter {
 public:
  Exporter(JournalSource& source, const ExportSelection& selection, JournalFileWriter& writer,
           const std::function<bool(std::uint64_t)>& go_on)
      : source_(source), selection_(selection), writer_(writer), go_on_(go_on) {}

  Read<ExportEnd> run();

 private:
  // Each returns whether to go on; what else ended it is in end_ and fault_.
  bool write(const v1::JournalFileRecord& record);
  bool write_entry(std::string_view bytes);
  bool write_blob(std::string_view sha256, std::string* bytes);
  bool write_ruleset(const std::string& sha256);
  bool write_entries();
  bool write_range();
  bool write_tiles(std::uint64_t size);
  bool write_tile(std::uint8_t level, std::uint64_t index);
  bool write_tiles_for_proofs(std::uint64_t size);
  bool write_checkpoints(std::optional<std::uint64_t>& last);
  bool fail(const SourceFault& fault) {
    fault_ = fault;
    return false;
  }

  JournalSource& source_;
  const ExportSelection& selection_;
  JournalFileWriter& writer_;
  const std::function<bool(std::uint64_t)>& go_on_;
  v1::JournalFileRecord record_;  // kept for its capacity
  v1::Entry entry_;
  std::uint64_t written_ = 0;
  ExportEnd end_ = ExportEnd::Done;
  std::optional<SourceFault> fault_;
};

bool Exporter::write(const v1::JournalFileRecord& record) {
  if (writer_.write(record)) return true;
  end_ = ExportEnd::Unwritable;
  return false;
}

bool Exporter::write_blob(std::string_view sha256, std::string* bytes) {
  auto blob = source_.blob(sha256);
  if (!blob) return fail(blob.error());
  if (!*blob) return fail({true, "a published ruleset is missing"});
  if (bytes != nullptr) *bytes = **blob;
  if (writer_.has_blob(sha256)) return true;
  v1::JournalFileRecord record;
  record.set_blob(**std::move(blob));
  return write(record);
}

bool Exporter::write_ruleset(const std::string& sha256) {
  std::string manifest;
  if (!write_blob(sha256, &manifest)) return false;
  v1::CompiledRuleset compiled;
  if (!compiled.ParseFromString(manifest)) return fail({true, "the manifest of a published ruleset cannot be read"});
  return std::ranges::all_of(compiled.parts(),
                             [&](const v1::RulesetPart& part) { return write_blob(part.sha256(), nullptr); });
}

bool Exporter::write_entry(std::string_view bytes) {
  if (!selection_.is_part() && engine::parse_entry(bytes, entry_) && entry_.command().has_publish_ruleset() &&
      !write_ruleset(entry_.command().publish_ruleset().ruleset_sha256()))
    return false;
  record_.set_entry(bytes.data(), bytes.size());
  if (!write(record_)) return false;
  if (++written_ % kAskEvery != 0 || go_on_(writer_.entries())) return true;
  end_ = ExportEnd::Interrupted;
  return false;
}

bool Exporter::write_range() {
  const auto from = writer_.last_entry() ? *writer_.last_entry() + 1 : selection_.from;
  if (from >= selection_.until) return true;
  bool more = true;
  const auto scanned = source_.scan_entries(from, [&](engine::Sequence sequence, std::string_view bytes) {
    more = write_entry(bytes);
    return more && sequence.value + 1 < selection_.until;
  });
  return scanned ? more : fail(scanned.error());
}

bool Exporter::write_entries() {
  if (!selection_.ticket) return write_range();
  for (const auto sequence : selection_.ticket->entries) {
    if (writer_.last_entry() && sequence <= *writer_.last_entry()) continue;
    const auto bytes = source_.entry(sequence);
    if (!bytes) return fail(bytes.error());
    if (!*bytes) return fail({true, "entry " + std::to_string(sequence) + " is missing"});
    if (!write_entry(**bytes)) return false;
  }
  return true;
}

bool Exporter::write_tile(std::uint8_t level, std::uint64_t index) {
  auto hashes = source_.tile(level, index);
  if (!hashes) return fail(hashes.error());
  if (!*hashes) return true;  // whoever verifies says so
  v1::JournalFileRecord record;
  auto& tile = *record.mutable_tile();
  tile.set_level(level);
  tile.set_index(index);
  tile.set_hashes(**std::move(hashes));
  return write(record);
}

// All of a tree of that size.
bool Exporter::write_tiles(std::uint64_t size) {
  std::uint8_t level = 0;
  for (auto hashes = size; hashes > 0; hashes /= storage::kTileWidth, ++level) {
    const auto tiles = (hashes + storage::kTileWidth - 1) / storage::kTileWidth;
    for (std::uint64_t index = 0; index < tiles; ++index) {
      if (!write_tile(level, index)) return false;
    }
  }
  return true;
}

// Those that lead from the entries to the root.
bool Exporter::write_tiles_for_proofs(std::uint64_t size) {
  std::set<std::pair<std::uint8_t, std::uint64_t>> wanted;
  const storage::TileLookup noting = [&](std::uint8_t level, std::uint64_t index) {
    wanted.insert({level, index});
    return std::optional<std::string>();
  };
  const auto note_proof = [&](std::uint64_t sequence) {
    if (sequence < size) (void)storage::inclusion_proof(storage::subtrees_of(noting), sequence, size);
    wanted.insert({std::uint8_t{0}, sequence / storage::kTileWidth});
  };
  if (selection_.ticket) {
    for (const auto sequence : selection_.ticket->entries)
      note_proof(sequence);
  } else {
    // Those that are there: what a file says of its end may be any number.
    const auto scanned = source_.scan_entries(selection_.from, [&](engine::Sequence sequence, std::string_view) {
      if (sequence.value < selection_.until) note_proof(sequence.value);
      return sequence.value < selection_.until;
    });
    if (!scanned) return fail(scanned.error());
  }
  return std::ranges::all_of(wanted, [&](const auto& tile) { return write_tile(tile.first, tile.second); });
}

// Of a part the newest alone, under which its entries stand; of a journal those that are about no more than is there.
bool Exporter::write_checkpoints(std::optional<std::uint64_t>& last) {
  bool more = true;
  if (selection_.is_part()) {
    const auto newest = source_.last_checkpoint();
    if (!newest) return fail(newest.error());
    if (!*newest) return true;
    last = (*newest)->size;
    record_.mutable_checkpoint()->set_size((*newest)->size);
    record_.mutable_checkpoint()->set_note((*newest)->note);
    return write(record_);
  }
  const auto scanned = source_.scan_checkpoints(0, [&](const engine::CheckpointRow& row) {
    if (row.size > selection_.until) return false;
    last = row.size;
    record_.mutable_checkpoint()->set_size(row.size);
    record_.mutable_checkpoint()->set_note(row.note);
    more = write(record_);
    return more;
  });
  return scanned ? more : fail(scanned.error());
}

Read<ExportEnd> Exporter::run() {
  std::optional<std::uint64_t> last;
  const bool whole = write_entries() && write_checkpoints(last) &&
                     (!last || (selection_.is_part() ? write_tiles_for_proofs(*last) : write_tiles(*last)));
  if (fault_) return tl::unexpected(*fault_);
  if (!whole) return end_;
  return writer_.finish(selection_.until) ? ExportEnd::Done : ExportEnd::Unwritable;
}

}  // namespace

v1::JournalFileHeader export_header(const JournalIdentity& journal, const ExportSelection& selection) {
  v1::JournalFileHeader header;
  header.set_magic(kJournalFileMagic);
  header.set_version(kJournalFileVersion);
  header.set_journal_id(journal.journal_id);
  header.set_district_code(journal.district_code);
  header.set_checkpoint_public_key(journal.checkpoint_public_key);
  header.set_from(selection.from);
  if (selection.ticket) header.set_ticket(*selection.ticket->ticket);
  return header;
}

Read<ExportEnd> export_journal(JournalSource& source, const ExportSelection& selection, JournalFileWriter& writer,
                               const std::function<bool(std::uint64_t)>& go_on) {
  return Exporter(source, selection, writer, go_on).run();
}

}  // namespace whistle::tools
