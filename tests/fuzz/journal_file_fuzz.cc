// An exported journal that somebody hands over: its records, what an export that goes on makes of it, and the journal
// that an audit sees in it.
#include "tools/whistle/audit/journal_file.h"

#include "engine/assert.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"
#include "tools/whistle/audit/file_journal.h"

namespace whistle::fuzz {

namespace {

void read_records(const MemoryFile& file, tools::JournalFileReader& reader) {
  v1::JournalFileRecord record;
  auto offset = reader.offset();
  while (reader.next(record)) {
    WHISTLE_ASSERT(reader.offset() > offset && reader.offset() <= file.bytes().size());
    offset = reader.offset();
  }
}

// An export that goes on keeps what it keeps, and refuses without changing anything.
void go_on(std::string_view input, const v1::JournalFileHeader& header) {
  const MemoryFile file(input);
  const auto writer = tools::JournalFileWriter::open(file.path(), header);
  const auto left = file.bytes();
  if (!writer) {
    WHISTLE_ASSERT(left == input);
    return;
  }
  WHISTLE_ASSERT(input.starts_with(left));
  tools::JournalFileReader reader(file.path());
  WHISTLE_ASSERT(!reader.fault());
  v1::JournalFileRecord record;
  std::uint64_t entries = 0;
  while (reader.next(record))
    entries += record.has_entry() ? 1 : 0;
  WHISTLE_ASSERT(!reader.fault() && entries == writer->entries());
}

void read_journal(const MemoryFile& file) {
  const auto opened = tools::open_file_journal(file.path(), tools::Language::English);
  if (!opened) return;
  auto& journal = **opened;
  static_cast<void>(journal.identity());
  static_cast<void>(journal.next_sequence());
  std::optional<std::uint64_t> before;
  const auto scanned = journal.scan_entries(0, [&](engine::Sequence sequence, std::string_view) {
    WHISTLE_ASSERT(!before || *before < sequence.value);
    before = sequence.value;
    return true;
  });
  if (before) WHISTLE_ASSERT(!scanned || journal.entry(*before).has_value());
  static_cast<void>(journal.entries_of(before.value_or(0)));
  static_cast<void>(journal.ticket_of({}));
  static_cast<void>(journal.blob(std::string(32, 'b')));
  static_cast<void>(journal.tile(0, 0));
  std::optional<std::uint64_t> size;
  static_cast<void>(journal.scan_checkpoints(0, [&](const engine::CheckpointRow& row) {
    size = row.size;
    return true;
  }));
  static_cast<void>(journal.last_checkpoint());
  static_cast<void>(journal.left_over());
}

}  // namespace

void read(std::string_view input) {
  const MemoryFile file(input);
  tools::JournalFileReader reader(file.path());
  if (!reader.fault()) {
    const auto header = reader.header();
    read_records(file, reader);
    if (reader.fault()) WHISTLE_ASSERT(*reader.fault() != tools::JournalFileFault::Unreadable);
    go_on(input, header);
  }
  read_journal(file);
  WHISTLE_ASSERT(file.bytes() == input);
}

}  // namespace whistle::fuzz
