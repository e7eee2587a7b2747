#include "storage/memory_store.h"

#include "storage/record_format.h"

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

template <typename Map, typename Key>
std::optional<typename Map::mapped_type> find_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

Stored<void> MemoryStore::commit(const Batch& batch) {
  const std::scoped_lock lock(mutex_);
  if (batch.epoch < epoch_) {
    return tl::unexpected(
        StoreError{StoreFault::StaleEpoch, "a writer of epoch " + std::to_string(epoch_) + " has taken over"});
  }
  assert_batch(batch, Sequence{entries_.size()});
  epoch_ = batch.epoch;
  for (const auto& entry : batch.entries)
    entries_.push_back(entry.bytes);
  for (const auto& place : batch.reopened_tickets) {
    closed_.erase(place.id);
    closed_at_.erase({place.closed, place.id});
  }
  for (const auto& row : batch.open_tickets)
    open_[row.id] = row.row;
  for (const auto& row : batch.closed_tickets) {
    closed_[row.id] = row.row;
    closed_at_.insert({row.closed, row.id});
    open_.erase(row.id);
  }
  for (const auto& row : batch.keys)
    keys_[client_key(row.client, row.key)] = row.sequence;
  for (const auto& row : batch.vault)
    vault_[{row.ticket, row.entry}] = row.row;
  for (const auto ticket : batch.erased) {
    vault_.erase(vault_.lower_bound({ticket, Sequence{0}}),
                 vault_.lower_bound({TicketId{ticket.value + 1}, Sequence{0}}));
    needs_scrub_ = true;
  }
  for (const auto& row : batch.attachments)
    attachments_[attachment_key(row.sha256, row.ticket)] = row;
  for (const auto& blob : batch.blobs)
    blobs_[blob.sha256] = blob.bytes;
  for (const auto& row : batch.meta)
    meta_[row.name] = row.row;
  for (const auto& tile : batch.tiles)
    tiles_[{tile.level, tile.index}] = tile.hashes;
  for (const auto& checkpoint : batch.checkpoints)
    checkpoints_[checkpoint.size] = checkpoint.note;
  for (const auto& delivery : batch.deliveries) {
    if (delivery.row.empty()) {
      deliveries_.erase(delivery.subscriber);
    } else {
      deliveries_[delivery.subscriber] = delivery.row;
    }
  }
  if (touches_tables(batch)) applied_ = Sequence{entries_.size()};
  return {};
}

Stored<Sequence> MemoryStore::next_sequence() const {
  const std::scoped_lock lock(mutex_);
  return Sequence{entries_.size()};
}

Stored<Sequence> MemoryStore::applied_sequence() const {
  const std::scoped_lock lock(mutex_);
  return applied_;
}

Stored<std::optional<std::string>> MemoryStore::entry(Sequence sequence) const {
  const std::scoped_lock lock(mutex_);
  if (sequence.value >= entries_.size()) return std::nullopt;
  return entries_[sequence.value];
}

Stored<void> MemoryStore::scan_entries(Sequence from, const engine::EntryVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = from.value; at < entries_.size(); ++at) {
    if (!visit(Sequence{at}, entries_[at])) break;
  }
  return {};
}

Stored<void> MemoryStore::scan_open_tickets(const engine::TicketVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, row] : open_) {
    if (!visit(id, row)) break;
  }
  return {};
}

Stored<void> MemoryStore::scan_closed_tickets(std::optional<TicketId> after, const engine::TicketVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = after ? closed_.upper_bound(*after) : closed_.begin(); at != closed_.end(); ++at) {
    if (!visit(at->first, at->second)) break;
  }
  return {};
}

Stored<void> MemoryStore::scan_closed_before(TicketId before, const engine::TicketVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = closed_.lower_bound(before); at != closed_.begin();) {
    --at;
    if (!visit(at->first, at->second)) break;
  }
  return {};
}

Stored<void> MemoryStore::scan_closed_since(engine::Instant from, const engine::TicketVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = closed_at_.lower_bound({from, TicketId{0}}); at != closed_at_.end(); ++at) {
    if (!visit(at->second, closed_.at(at->second))) break;
  }
  return {};
}

Stored<std::optional<std::string>> MemoryStore::closed_ticket(TicketId id) const {
  const std::scoped_lock lock(mutex_);
  return find_in(closed_, id);
}

Stored<std::optional<Sequence>> MemoryStore::key(std::string_view client, std::string_view key) const {
  const std::scoped_lock lock(mutex_);
  return find_in(keys_, client_key(client, key));
}

Stored<std::optional<std::string>> MemoryStore::vault_row(TicketId ticket, Sequence entry) const {
  const std::scoped_lock lock(mutex_);
  return find_in(vault_, std::pair{ticket, entry});
}

Stored<void> MemoryStore::scan_vault(TicketId from, const engine::VaultVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = vault_.lower_bound({from, Sequence{0}}); at != vault_.end(); ++at) {
    if (!visit({at->first.first, at->first.second, at->second})) break;
  }
  return {};
}

Stored<void> MemoryStore::scan_attachments(std::string_view prefix, const engine::AttachmentVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = attachments_.lower_bound(prefix); at != attachments_.end() && at->first.starts_with(prefix); ++at) {
    if (!visit(at->second)) break;
  }
  return {};
}

Stored<std::optional<std::string>> MemoryStore::blob(std::string_view sha256) const {
  const std::scoped_lock lock(mutex_);
  return find_in(blobs_, sha256);
}

Stored<std::optional<std::string>> MemoryStore::tile(std::uint8_t level, std::uint64_t index) const {
  const std::scoped_lock lock(mutex_);
  return find_in(tiles_, std::pair{level, index});
}

Stored<void> MemoryStore::scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) const {
  const std::scoped_lock lock(mutex_);
  for (auto at = checkpoints_.lower_bound(from); at != checkpoints_.end(); ++at) {
    if (!visit({at->first, at->second})) break;
  }
  return {};
}

Stored<std::optional<engine::CheckpointRow>> MemoryStore::last_checkpoint() const {
  const std::scoped_lock lock(mutex_);
  if (checkpoints_.empty()) return std::nullopt;
  const auto& [size, note] = *checkpoints_.rbegin();
  return engine::CheckpointRow{size, note};
}

Stored<std::vector<DeliveryRow>> MemoryStore::deliveries() const {
  const std::scoped_lock lock(mutex_);
  std::vector<DeliveryRow> rows;
  for (const auto& [subscriber, row] : deliveries_)
    rows.push_back({subscriber, row});
  return rows;
}

Stored<std::optional<std::string>> MemoryStore::meta(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  return find_in(meta_, name);
}

Stored<std::vector<NamedRow>> MemoryStore::scan_meta(std::string_view prefix) const {
  const std::scoped_lock lock(mutex_);
  std::vector<NamedRow> rows;
  for (auto at = meta_.lower_bound(prefix); at != meta_.end() && at->first.starts_with(prefix); ++at) {
    rows.push_back({at->first, at->second});
  }
  return rows;
}

// There are no files.
Stored<bool> MemoryStore::scrub() {
  const std::scoped_lock lock(mutex_);
  needs_scrub_ = false;
  return true;
}

bool MemoryStore::needs_scrub() const {
  const std::scoped_lock lock(mutex_);
  return needs_scrub_;
}

}  // namespace whistle::storage
