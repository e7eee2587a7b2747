// Where a journal is read from: the store of an engine that has stopped, an exported file, or an engine that runs. What
// is asked of them is the same, so that whatever is checked of one is checked of all.
//
//   auto source = open_journal(context, file);
//   (*source)->scan_entries(0, [](engine::Sequence sequence, std::string_view bytes) { ...; return true; });
//
// One thread. A visitor may ask the source for other things.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ports.h"
#include "engine/ticket.h"
#include "storage/copyable_store.h"
#include "storage/tree_tiles.h"
#include "tools/whistle/command_context.h"

namespace whistle::tools {

// Why reading ended.
struct SourceFault {
  bool damaged = false;  // what was read is not what was written; else it could not be read
  std::string what;
  std::optional<Failure> failure{};  // of an engine that was asked
};

template <typename T>
using Read = tl::expected<T, SourceFault>;

// Which journal it is, as its first entry says.
struct JournalIdentity {
  std::string journal_id;
  std::string district_code;
  std::string checkpoint_public_key;  // 32 bytes

  friend bool operator==(const JournalIdentity&, const JournalIdentity&) = default;
};

class JournalSource {
 public:
  JournalSource() = default;
  JournalSource(const JournalSource&) = delete;
  JournalSource& operator=(const JournalSource&) = delete;
  virtual ~JournalSource() = default;

  [[nodiscard]] virtual Read<JournalIdentity> identity();
  // The number after the last entry that is read here.
  [[nodiscard]] virtual Read<std::uint64_t> next_sequence() = 0;
  // Stored bytes from `from` on, ascending; false ends the scan. Of an exported part the numbers have gaps.
  [[nodiscard]] virtual Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) = 0;
  [[nodiscard]] virtual Read<std::optional<std::string>> entry(std::uint64_t sequence) = 0;
  // A part of a published ruleset, or its manifest; what is returned has that hash.
  [[nodiscard]] virtual Read<std::optional<std::string>> blob(std::string_view sha256) = 0;
  [[nodiscard]] virtual Read<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) = 0;
  [[nodiscard]] virtual Read<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) = 0;
  [[nodiscard]] virtual Read<std::optional<engine::CheckpointRow>> last_checkpoint() = 0;

  // Numbers of a ticket's entries, ascending; none: there is no such ticket. Reads the journal where nothing is faster.
  [[nodiscard]] virtual Read<std::vector<std::uint64_t>> entries_of(std::uint64_t ticket);
  // The id of the ticket with that number, as people say it; nullopt: there is none.
  [[nodiscard]] virtual Read<std::optional<std::uint64_t>> ticket_of(const engine::NumberParts& number);

  // The tables beside the journal; nullptr: this source has the journal alone.
  [[nodiscard]] virtual const storage::CopyableStore* tables() const { return nullptr; }
  // What it holds beside what has been asked of it, though all of it was needed; nullopt: nothing.
  [[nodiscard]] virtual std::optional<SourceFault> left_over() const { return std::nullopt; }
  // Whether it holds a part of a journal alone, so that nothing can be decided again.
  [[nodiscard]] virtual bool is_part() const { return false; }
};

// `file` as it was exported, or where that is empty the journal that the settings name: a data directory that no engine
// holds is read as it lies there and not changed, and else the engine is asked, as an auditor or a supervisor.
[[nodiscard]] Result<std::unique_ptr<JournalSource>> open_journal(CommandContext& context, const std::string& file);

// Of a store, with its tables.
[[nodiscard]] std::unique_ptr<JournalSource> store_journal(std::unique_ptr<storage::CopyableStore> store);

// Of the tiles; asks `source`, which outlives it. Where that fails there are none.
[[nodiscard]] storage::TileLookup tiles_of(JournalSource& source);

[[nodiscard]] Failure failure_of(const SourceFault& fault);

}  // namespace whistle::tools
