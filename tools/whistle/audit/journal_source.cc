#include "tools/whistle/audit/journal_source.h"

#include <filesystem>
#include <utility>

#include "engine/core.h"
#include "storage/rocksdb_store.h"
#include "tools/whistle/audit/engine_journal.h"
#include "tools/whistle/audit/file_journal.h"
#include "tools/whistle/engine_session.h"

namespace whistle::tools {

namespace {

class StoreJournal final : public JournalSource {
 public:
  explicit StoreJournal(std::unique_ptr<storage::CopyableStore> store) : store_(std::move(store)) {}

  Read<std::uint64_t> next_sequence() override {
    const auto next = store_->next_sequence();
    if (!next) return unread(next.error());
    return next->value;
  }
  Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) override {
    return read(store_->scan_entries(engine::Sequence{from}, visit));
  }
  Read<std::optional<std::string>> entry(std::uint64_t sequence) override {
    return read(store_->entry(engine::Sequence{sequence}));
  }
  Read<std::optional<std::string>> blob(std::string_view sha256) override { return read(store_->blob(sha256)); }
  Read<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) override {
    return read(store_->tile(level, index));
  }
  Read<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) override {
    return read(store_->scan_checkpoints(from, visit));
  }
  Read<std::optional<engine::CheckpointRow>> last_checkpoint() override { return read(store_->last_checkpoint()); }
  const storage::CopyableStore* tables() const override { return store_.get(); }

 private:
  static tl::unexpected<SourceFault> unread(const engine::StoreError& error) {
    return tl::unexpected(SourceFault{error.fault == engine::StoreFault::Damaged, error.what});
  }
  template <typename T>
  static Read<T> read(engine::Stored<T> stored) {
    if (!stored) return unread(stored.error());
    if constexpr (std::is_void_v<T>) {
      return {};
    } else {
      return *std::move(stored);
    }
  }

  std::unique_ptr<storage::CopyableStore> store_;
};

}  // namespace

Read<JournalIdentity> JournalSource::identity() {
  const auto first = entry(0);
  if (!first) return tl::unexpected(first.error());
  const auto entry = *first ? engine::parse_entry(**first) : std::nullopt;
  if (!entry || !entry->command().has_create_journal())
    return tl::unexpected(SourceFault{true, "entry 0 does not begin a journal"});
  const auto& journal = entry->command().create_journal();
  return JournalIdentity{journal.journal_id(), journal.district_code(), journal.checkpoint_public_key()};
}

Read<std::vector<std::uint64_t>> JournalSource::entries_of(std::uint64_t ticket) {
  std::vector<std::uint64_t> found;
  v1::Entry entry;
  const auto scanned = scan_entries(ticket, [&](engine::Sequence sequence, std::string_view bytes) {
    if (engine::parse_entry(bytes, entry) && entry.has_ticket() && entry.ticket() == ticket)
      found.push_back(sequence.value);
    return !(found.empty() && sequence.value > ticket);  // the first entry has the ticket's own number
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return found;
}

Read<std::optional<std::uint64_t>> JournalSource::ticket_of(const engine::NumberParts& number) {
  std::optional<std::uint64_t> found;
  v1::Entry entry;
  const auto is_it = [&](const auto& began) {
    return began.local_day() == number.local_day && began.day_counter() == number.day_counter;
  };
  const auto scanned = scan_entries(0, [&](engine::Sequence sequence, std::string_view bytes) {
    if (!engine::parse_entry(bytes, entry) || entry.events().empty()) return true;
    const auto& first = entry.events(0);
    const bool begins = (first.has_whistle_blown() && is_it(first.whistle_blown())) ||
                        (first.has_ticket_split_off() && is_it(first.ticket_split_off()));
    if (begins) found = sequence.value;
    return !begins;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return found;
}

Result<std::unique_ptr<JournalSource>> open_journal(CommandContext& context, const std::string& file) {
  if (!file.empty()) return open_file_journal(file, context.language);
  if (context.settings.data) {
    const std::filesystem::path data(*context.settings.data);
    auto store = storage::open_rocksdb_store(data / "db", {.create_if_missing = false, .read_only = true});
    if (store) return store_journal(*std::move(store));
    if (store.error().fault == engine::StoreFault::Damaged)
      return tl::unexpected(Failure{ExitCode::Refused, "damaged", store.error().what, {}, std::nullopt});
    std::error_code ignored;
    const bool engine_runs =
        store.error().fault == engine::StoreFault::Io && std::filesystem::exists(data / "endpoints", ignored);
    if (!engine_runs) return file_failure(store.error().what);
  }
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  return engine_journal(*std::move(session));
}

std::unique_ptr<JournalSource> store_journal(std::unique_ptr<storage::CopyableStore> store) {
  return std::make_unique<StoreJournal>(std::move(store));
}

storage::TileLookup tiles_of(JournalSource& source) {
  return [&source](std::uint8_t level, std::uint64_t index) -> std::optional<std::string> {
    auto tile = source.tile(level, index);
    return tile ? *std::move(tile) : std::nullopt;
  };
}

Failure failure_of(const SourceFault& fault) {
  if (fault.failure) return *fault.failure;
  return file_failure(fault.what).value();
}

}  // namespace whistle::tools
