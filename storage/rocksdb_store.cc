#include "storage/rocksdb_store.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "storage/record_format.h"
#include "storage/rocksdb_copy.h"
#include "storage/rocksdb_cursor.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_families.h"
#include "storage/rocksdb_fault.h"
#include "storage/rocksdb_scrub.h"
#include "storage/sha256.h"

namespace whistle::storage {

using engine::Batch;
using engine::DeliveryRow;
using engine::NamedRow;
using engine::Sequence;
using engine::Stored;
using engine::StoreError;
using engine::StoreFault;
using engine::TicketId;

namespace {

StoreError damaged(std::string what) {
  return {StoreFault::Damaged, std::move(what)};
}

class RocksdbStore final : public CopyableStore {
 public:
  RocksdbStore(OpenDirectory directory, const RocksdbStoreOptions& options)
      : directory_(std::move(directory)), sync_(options.sync), read_only_(options.read_only) {
    next_ = directory_.next.value;
    applied_ = directory_.applied.value;
    epoch_ = directory_.epoch;
    marked_ = needs_scrub_ = directory_.unscrubbed;
    if (marked_) removed_ = kAllTickets;
  }

  ~RocksdbStore() override {
    const bool whole = !failure_ && !read_only_;
    if (whole && marked_ && !needs_scrub_) {
      // Where it stays, a scrub that comes later finds nothing to do.
      directory_.db->Delete(rocksdb::WriteOptions(), in(Family::Own), kUnscrubbedName).PermitUncheckedError();
    }
    close_directory(directory_, /*flush=*/whole);
  }

  // Reads the journal through; a store that is not whole is not written to any more.
  [[nodiscard]] Stored<void> check_journal();

  [[nodiscard]] Stored<void> commit(const Batch& batch) override;

  [[nodiscard]] Stored<Sequence> next_sequence() const override { return Sequence{next_}; }
  [[nodiscard]] Stored<Sequence> applied_sequence() const override { return Sequence{applied_}; }

  [[nodiscard]] Stored<std::optional<std::string>> entry(Sequence sequence) const override;
  [[nodiscard]] Stored<void> scan_entries(Sequence from, const engine::EntryVisitor& visit) const override;
  [[nodiscard]] Stored<void> scan_open_tickets(const engine::TicketVisitor& visit) const override;
  [[nodiscard]] Stored<void> scan_closed_tickets(std::optional<TicketId> after,
                                                 const engine::TicketVisitor& visit) const override;
  [[nodiscard]] Stored<void> scan_closed_before(TicketId before, const engine::TicketVisitor& visit) const override;
  [[nodiscard]] Stored<void> scan_closed_since(engine::Instant from, const engine::TicketVisitor& visit) const override;
  [[nodiscard]] Stored<std::optional<std::string>> closed_ticket(TicketId id) const override;
  [[nodiscard]] Stored<std::optional<Sequence>> key(std::string_view client, std::string_view key) const override;
  [[nodiscard]] Stored<std::optional<std::string>> vault_row(TicketId ticket, Sequence entry) const override;
  [[nodiscard]] Stored<void> scan_vault(TicketId from, const engine::VaultVisitor& visit) const override;
  [[nodiscard]] Stored<void> scan_attachments(std::string_view prefix,
                                              const engine::AttachmentVisitor& visit) const override;
  [[nodiscard]] Stored<std::optional<std::string>> blob(std::string_view sha256) const override;
  [[nodiscard]] Stored<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) const override;
  [[nodiscard]] Stored<void> scan_checkpoints(std::uint64_t from,
                                              const engine::CheckpointVisitor& visit) const override;
  [[nodiscard]] Stored<std::optional<engine::CheckpointRow>> last_checkpoint() const override;
  [[nodiscard]] Stored<std::optional<std::string>> meta(std::string_view name) const override;
  [[nodiscard]] Stored<std::vector<DeliveryRow>> deliveries() const override;
  [[nodiscard]] Stored<std::vector<NamedRow>> scan_meta(std::string_view prefix) const override;

  [[nodiscard]] Stored<bool> scrub() override;
  [[nodiscard]] bool needs_scrub() const override { return needs_scrub_; }

  [[nodiscard]] Stored<void> copy_to(const std::filesystem::path& directory) const override {
    return copy_directory(directory_, directory);
  }
  [[nodiscard]] Stored<std::vector<FamilyDigest>> digests() const override { return digest_families(directory_); }

 private:
  using Row = std::optional<std::string>;
  // Gets key and value; false ends the scan.
  using RowVisitor = std::function<Stored<bool>(std::string_view, std::string_view)>;

  rocksdb::ColumnFamilyHandle* in(Family family) const { return directory_.family(family); }
  void gather(const Batch& batch, Sequence applied);
  void note_removed(const Batch& batch);
  StoreError read_error(const rocksdb::Status& status, const std::string& doing) const;
  Stored<Row> get(Family family, std::string_view key) const;
  Stored<void> scan(Family family, std::string_view from, const RowVisitor& visit) const;
  Stored<void> scan_tickets(Family family, std::string_view from, const engine::TicketVisitor& visit) const;

  OpenDirectory directory_;
  const bool sync_;
  const bool read_only_;
  // What readers on other threads ask.
  std::atomic<std::uint64_t> next_ = 0;
  std::atomic<std::uint64_t> applied_ = 0;
  std::atomic<bool> needs_scrub_ = false;
  std::mutex removed_mutex_;
  std::optional<TicketRange> removed_;  // since the last scrub; guarded by removed_mutex_
  // ---- of the committing thread ----
  std::uint64_t epoch_ = 0;
  std::optional<StoreError> failure_;
  bool marked_ = false;          // the store says that a scrub is needed, or did when that was so
  bool will_be_marked_ = false;  // once what was gathered is committed
  rocksdb::WriteBatch batch_;    // kept for its capacity
};

Stored<void> RocksdbStore::check_journal() {
  auto read = scan_entries(Sequence{0}, [](Sequence, std::string_view) { return true; });
  if (!read) failure_ = read.error();
  return read;
}

// Family by family, so that each memtable is filled in one go and in order.
void RocksdbStore::gather(const Batch& batch, Sequence applied) {
  batch_.Clear();
  for (const auto& entry : batch.entries) {
    batch_.Put(in(Family::Journal), number_key(entry.sequence.value), entry.bytes);
  }
  for (const auto& place : batch.reopened_tickets) {
    batch_.Delete(in(Family::Closed), number_key(place.id.value));
    batch_.Delete(in(Family::ClosedAt), closed_at_key(place.closed, place.id));
  }
  for (const auto& row : batch.open_tickets)
    batch_.Put(in(Family::Open), number_key(row.id.value), row.row);
  for (const auto& row : batch.closed_tickets) {
    batch_.Put(in(Family::Closed), number_key(row.id.value), row.row);
    batch_.Put(in(Family::ClosedAt), closed_at_key(row.closed, row.id), rocksdb::Slice());
    batch_.Delete(in(Family::Open), number_key(row.id.value));
  }
  for (const auto& row : batch.keys) {
    batch_.Put(in(Family::Keys), client_key(row.client, row.key), number_key(row.sequence.value));
  }
  for (const auto& row : batch.vault)
    batch_.Put(in(Family::Vault), vault_key(row.ticket, row.entry), row.row);
  for (const auto ticket : batch.erased) {
    batch_.DeleteRange(in(Family::Vault), vault_key(ticket, Sequence{0}),
                       vault_key(TicketId{ticket.value + 1}, Sequence{0}));
  }
  // The mark of a scrub that has been done goes with the next commit: nobody else writes.
  will_be_marked_ = !batch.erased.empty() || (marked_ && needs_scrub_);
  if (!batch.erased.empty()) batch_.Put(in(Family::Own), kUnscrubbedName, number_key(1));
  if (marked_ && !will_be_marked_) batch_.Delete(in(Family::Own), kUnscrubbedName);
  for (const auto& row : batch.attachments)
    batch_.Put(in(Family::Attachments), attachment_key(row.sha256, row.ticket), attachment_value(row));
  for (const auto& blob : batch.blobs)
    batch_.Put(in(Family::Blobs), blob.sha256, blob.bytes);
  for (const auto& row : batch.meta)
    batch_.Put(in(Family::Meta), row.name, row.row);
  for (const auto& tile : batch.tiles)
    batch_.Put(in(Family::Tree), tile_key(tile.level, tile.index), tile.hashes);
  for (const auto& checkpoint : batch.checkpoints)
    batch_.Put(in(Family::Checkpoints), number_key(checkpoint.size), checkpoint.note);
  for (const auto& delivery : batch.deliveries) {
    if (delivery.row.empty()) {
      batch_.Delete(in(Family::Deliveries), delivery.subscriber);
    } else {
      batch_.Put(in(Family::Deliveries), delivery.subscriber, delivery.row);
    }
  }
  if (applied.value != applied_) batch_.Put(in(Family::Own), kAppliedName, number_key(applied.value));
  if (batch.epoch != epoch_) batch_.Put(in(Family::Own), kEpochName, number_key(batch.epoch));
}

// After the commit: a scrub that comes before it would not reach these.
void RocksdbStore::note_removed(const Batch& batch) {
  marked_ = will_be_marked_;
  if (batch.erased.empty()) return;
  const std::scoped_lock lock(removed_mutex_);
  for (const auto ticket : batch.erased)
    removed_ = joined(removed_, {ticket, ticket});
  needs_scrub_ = true;
}

Stored<void> RocksdbStore::commit(const Batch& batch) {
  if (failure_) return tl::unexpected(*failure_);
  if (batch.epoch < epoch_) {
    return tl::unexpected(
        StoreError{StoreFault::StaleEpoch, "a writer of epoch " + std::to_string(epoch_) + " has taken over"});
  }
  assert_batch(batch, Sequence{next_});
  const Sequence next{next_ + batch.entries.size()};
  const Sequence applied = touches_tables(batch) ? next : Sequence{applied_};
  gather(batch, applied);
  if (batch_.Count() == 0) return {};

  rocksdb::WriteOptions options;
  options.sync = sync_;
  const auto status = directory_.db->Write(options, &batch_);
  if (!status.ok()) {
    failure_ = store_error(status, "commit");
    return tl::unexpected(*failure_);
  }
  note_removed(batch);
  epoch_ = batch.epoch;
  next_ = next.value;
  applied_ = applied.value;
  return {};
}

// Of damage, with the table where one is found.
StoreError RocksdbStore::read_error(const rocksdb::Status& status, const std::string& doing) const {
  auto error = store_error(status, doing);
  if (error.fault == StoreFault::Damaged && error.what.find(".sst") == std::string::npos) {
    const auto table = damaged_table(directory_.db->GetName(), directory_.db->GetEnv());
    if (!table.empty()) error.what += " (" + table + ")";
  }
  return error;
}

Stored<RocksdbStore::Row> RocksdbStore::get(Family family, std::string_view key) const {
  std::string value;
  const auto status = guarded([&] {
    return directory_.db->Get(rocksdb::ReadOptions(), in(family), rocksdb::Slice(key.data(), key.size()), &value);
  });
  if (status.ok()) return value;
  if (status.IsNotFound()) return std::nullopt;
  return tl::unexpected(read_error(status, std::string("read of ") + name_of(family)));
}

Stored<void> RocksdbStore::scan(Family family, std::string_view from, const RowVisitor& visit) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  RowCursor at(*directory_.db, in(family), options);
  for (at.seek(from); at.valid(); at.next()) {
    const auto more = visit(at.key(), at.value());
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
  if (!at.status().ok()) return tl::unexpected(read_error(at.status(), std::string("scan of ") + name_of(family)));
  return {};
}

Stored<std::optional<std::string>> RocksdbStore::entry(Sequence sequence) const {
  auto row = get(Family::Journal, number_key(sequence.value));
  if (row && *row && !is_entry(sequence, **row)) {
    return tl::unexpected(damaged("entry " + std::to_string(sequence.value) + " holds the bytes of another"));
  }
  return row;
}

Stored<void> RocksdbStore::scan_entries(Sequence from, const engine::EntryVisitor& visit) const {
  const Sequence until{next_};  // later ones, committed meanwhile, are seen or not
  Sequence expected = from;
  bool more = true;
  auto scanned = scan(Family::Journal, number_key(from.value), [&](auto key, auto value) -> Stored<bool> {
    if (parse_number(key) != expected.value || !is_entry(expected, value)) {
      return tl::unexpected(damaged("entry " + std::to_string(expected.value) + " is missing, or is another"));
    }
    const Sequence sequence = expected;
    ++expected.value;
    more = visit(sequence, value);
    return more;
  });
  if (scanned && more && expected < until) {
    return tl::unexpected(damaged("the journal ends before entry " + std::to_string(expected.value)));
  }
  // RocksDB names the file.
  if (!scanned && expected > from) {
    auto error = scanned.error();
    error.what += " (after entry " + std::to_string(expected.value - 1) + ")";
    return tl::unexpected(std::move(error));
  }
  return scanned;
}

Stored<void> RocksdbStore::scan_tickets(Family family, std::string_view from,
                                        const engine::TicketVisitor& visit) const {
  return scan(family, from, [&](auto key, auto value) -> Stored<bool> {
    const auto id = parse_number(key);
    if (!id) return tl::unexpected(damaged(std::string("a key of ") + name_of(family) + " is no ticket id"));
    return visit(TicketId{*id}, value);
  });
}

Stored<void> RocksdbStore::scan_open_tickets(const engine::TicketVisitor& visit) const {
  return scan_tickets(Family::Open, {}, visit);
}

Stored<void> RocksdbStore::scan_closed_tickets(std::optional<TicketId> after,
                                               const engine::TicketVisitor& visit) const {
  // The smallest key that follows an id's own is that key and a zero byte.
  const std::string from = after ? number_key(after->value) + '\0' : std::string();
  return scan_tickets(Family::Closed, from, visit);
}

Stored<void> RocksdbStore::scan_closed_before(TicketId before, const engine::TicketVisitor& visit) const {
  if (before.value == 0) return {};
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  RowCursor at(*directory_.db, in(Family::Closed), options);
  for (at.seek_back(number_key(before.value - 1)); at.valid(); at.previous()) {
    const auto id = parse_number(at.key());
    if (!id) return tl::unexpected(damaged("a key of closed is no ticket id"));
    if (!visit(TicketId{*id}, at.value())) return {};
  }
  if (!at.status().ok()) return tl::unexpected(read_error(at.status(), "scan of closed tickets"));
  return {};
}

Stored<void> RocksdbStore::scan_closed_since(engine::Instant from, const engine::TicketVisitor& visit) const {
  return scan(Family::ClosedAt, closed_at_key(from, TicketId{0}), [&](auto key, auto) -> Stored<bool> {
    const auto place = parse_closed_at(key);
    if (!place) return tl::unexpected(damaged("a key of closed_at is no time and ticket"));
    const auto row = closed_ticket(place->id);
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
      return tl::unexpected(damaged("closed_at names ticket " + std::to_string(place->id.value) +
                                    ", which is not among the closed ones"));
    }
    return visit(place->id, **row);
  });
}

Stored<std::optional<std::string>> RocksdbStore::closed_ticket(TicketId id) const {
  return get(Family::Closed, number_key(id.value));
}

Stored<std::optional<Sequence>> RocksdbStore::key(std::string_view client, std::string_view key) const {
  const auto row = get(Family::Keys, client_key(client, key));
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::nullopt;
  const auto sequence = parse_number(**row);
  if (!sequence) return tl::unexpected(damaged("a row of keys is no sequence number"));
  return Sequence{*sequence};
}

Stored<std::optional<std::string>> RocksdbStore::vault_row(TicketId ticket, Sequence entry) const {
  return get(Family::Vault, vault_key(ticket, entry));
}

Stored<void> RocksdbStore::scan_vault(TicketId from, const engine::VaultVisitor& visit) const {
  return scan(Family::Vault, vault_key(from, Sequence{0}), [&](auto key, auto value) -> Stored<bool> {
    const auto place = parse_vault_key(key);
    if (!place) return tl::unexpected(damaged("a key of vault is no ticket and entry"));
    return visit({place->first, place->second, std::string(value)});
  });
}

Stored<void> RocksdbStore::scan_attachments(std::string_view prefix, const engine::AttachmentVisitor& visit) const {
  return scan(Family::Attachments, prefix, [&](auto key, auto value) -> Stored<bool> {
    if (!key.starts_with(prefix)) return false;
    const auto row = parse_attachment(key, value);
    if (!row) return tl::unexpected(damaged("a row of attachments is none"));
    return visit(*row);
  });
}

Stored<std::optional<std::string>> RocksdbStore::blob(std::string_view sha256) const {
  auto row = get(Family::Blobs, sha256);
  if (row && *row && storage::sha256(**row) != sha256)
    return tl::unexpected(damaged("a blob is not what its hash says"));
  return row;
}

Stored<std::optional<std::string>> RocksdbStore::tile(std::uint8_t level, std::uint64_t index) const {
  return get(Family::Tree, tile_key(level, index));
}

Stored<void> RocksdbStore::scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) const {
  return scan(Family::Checkpoints, number_key(from), [&](auto key, auto value) -> Stored<bool> {
    const auto size = parse_number(key);
    if (!size) return tl::unexpected(damaged("a key of checkpoints is no size"));
    return visit({*size, std::string(value)});
  });
}

Stored<std::optional<engine::CheckpointRow>> RocksdbStore::last_checkpoint() const {
  RowCursor at(*directory_.db, in(Family::Checkpoints), {});
  at.seek_to_last();
  if (!at.status().ok()) return tl::unexpected(read_error(at.status(), "read of checkpoints"));
  if (!at.valid()) return std::nullopt;
  const auto size = parse_number(at.key());
  if (!size) return tl::unexpected(damaged("a key of checkpoints is no size"));
  return engine::CheckpointRow{*size, std::string(at.value())};
}

Stored<std::vector<DeliveryRow>> RocksdbStore::deliveries() const {
  std::vector<DeliveryRow> rows;
  const auto scanned = scan(Family::Deliveries, {}, [&](auto name, auto value) -> Stored<bool> {
    rows.push_back({std::string(name), std::string(value)});
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return rows;
}

Stored<std::optional<std::string>> RocksdbStore::meta(std::string_view name) const {
  return get(Family::Meta, name);
}

Stored<std::vector<NamedRow>> RocksdbStore::scan_meta(std::string_view prefix) const {
  std::vector<NamedRow> rows;
  const auto scanned = scan(Family::Meta, prefix, [&](auto name, auto value) -> Stored<bool> {
    if (!name.starts_with(prefix)) return false;
    rows.push_back({std::string(name), std::string(value)});
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return rows;
}

Stored<bool> RocksdbStore::scrub() {
  std::optional<TicketRange> tickets;
  {
    const std::scoped_lock lock(removed_mutex_);
    tickets = std::exchange(removed_, std::nullopt);
  }
  // Rows may also have been put in the place of others.
  const auto range = tickets.value_or(kAllTickets);
  auto clean = scrub_vault(directory_, range);
  const std::scoped_lock lock(removed_mutex_);
  if (!clean || !*clean) removed_ = joined(removed_, range);
  needs_scrub_ = removed_.has_value();
  return clean;
}

}  // namespace

Stored<std::unique_ptr<CopyableStore>> open_rocksdb_store(const std::filesystem::path& directory,
                                                          const RocksdbStoreOptions& options) {
  auto opened = options.read_only
                    ? open_directory_read_only(directory, options.cache_bytes, options.env)
                    : open_directory(directory, options.create_if_missing, options.cache_bytes, options.env);
  if (!opened) return tl::unexpected(opened.error());
  auto store = std::make_unique<RocksdbStore>(std::move(*opened), options);
  if (options.read_only) return store;
  const auto checked = store->check_journal();
  if (!checked)
    return tl::unexpected(StoreError{checked.error().fault, directory.string() + ": " + checked.error().what});
  return store;
}

Stored<void> drop_rocksdb_tables(const std::filesystem::path& directory) {
  auto opened = open_directory(directory, /*create_if_missing=*/false, RocksdbStoreOptions{}.cache_bytes);
  if (!opened) return tl::unexpected(opened.error());
  auto dropped = empty_tables(*opened);
  close_directory(*opened, /*flush=*/dropped.has_value());
  return dropped;
}

}  // namespace whistle::storage
