#include "tools/whistled/uncommitted.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/zeromq/feed_socket.h"
#include "engine/assert.h"

namespace whistle::tools::whistled {

void Uncommitted::add_blobs(std::vector<engine::Blob> blobs) {
  for (auto& blob : blobs)
    gathering_.batch.blobs.push_back(std::move(blob));
}

void Uncommitted::add_tree(std::vector<engine::TreeTile> tiles, engine::CheckpointRow checkpoint) {
  for (auto& tile : tiles)
    gathering_.batch.tiles.push_back(std::move(tile));
  gathering_.batch.checkpoints.push_back(std::move(checkpoint));
}

void Uncommitted::add_delivery(engine::DeliveryRow row) {
  auto& rows = gathering_.batch.deliveries;
  const auto same = std::ranges::find(rows, row.subscriber, &engine::DeliveryRow::subscriber);
  if (same == rows.end()) {
    rows.push_back(std::move(row));
  } else {
    *same = std::move(row);
  }
}

void Uncommitted::note_keys() {
  const auto& keys = core_.untaken_changes().keys;
  for (; keys_noted_ < keys.size(); ++keys_noted_) {
    const auto& key = keys[keys_noted_];
    gathering_.keys[engine::key_of(key.client, key.key)] = key.sequence;
  }
}

std::shared_ptr<const PendingBatch> Uncommitted::depart() {
  WHISTLE_ASSERT(in_flight_ == nullptr);
  note_keys();
  for (const auto& concern : core_.untaken_changes().concerns) {
    auto& notice = gathering_.notices.emplace_back(WaitingNotice{concern.sequence, {}});
    notice.topics.reserve(concern.parties.size());
    for (const auto& party : concern.parties)
      notice.topics.push_back(adapters::zeromq::party_topic(party));
  }
  auto batch = core_.take_batch();
  batch.vault = std::move(gathering_.batch.vault);
  batch.blobs = std::move(gathering_.batch.blobs);
  batch.tiles = std::move(gathering_.batch.tiles);
  batch.checkpoints = std::move(gathering_.batch.checkpoints);
  batch.deliveries = std::move(gathering_.batch.deliveries);
  gathering_.batch = std::move(batch);
  in_flight_ = std::make_shared<const PendingBatch>(std::exchange(gathering_, {}));
  keys_noted_ = 0;
  return in_flight_;
}

std::shared_ptr<const PendingBatch> Uncommitted::landed() {
  return std::exchange(in_flight_, nullptr);
}

std::vector<WaitingReply> Uncommitted::take_replies() {
  return std::exchange(gathering_.replies, {});
}

std::optional<engine::Sequence> Uncommitted::find_key(std::string_view client, std::string_view key) {
  note_keys();
  const auto name = engine::key_of(client, key);
  const std::array<const PendingBatch*, 2> batches = {&gathering_, in_flight_.get()};
  for (const auto* batch : batches) {
    if (batch == nullptr || batch->keys.empty()) continue;
    const auto found = batch->keys.find(name);
    if (found != batch->keys.end()) return found->second;
  }
  return std::nullopt;
}

std::optional<v1::Entry> Uncommitted::find_entry(engine::Sequence sequence) const {
  const auto find = [&](const std::vector<engine::EntryBytes>& entries) -> std::optional<v1::Entry> {
    if (entries.empty() || sequence < entries.front().sequence || sequence > entries.back().sequence)
      return std::nullopt;
    return engine::parse_entry(entries[sequence.value - entries.front().sequence.value].bytes);
  };
  if (auto gathering = find(core_.untaken_entries())) return gathering;
  return in_flight_ == nullptr ? std::nullopt : find(in_flight_->batch.entries);
}

std::optional<std::string> Uncommitted::find_vault_row(engine::TicketId ticket, engine::Sequence entry) const {
  for (const auto* batch : {&gathering_, in_flight_.get()}) {
    if (batch == nullptr) continue;
    for (const auto& row : batch->batch.vault) {
      if (row.ticket == ticket && row.entry == entry) return row.row;
    }
  }
  return std::nullopt;
}

std::vector<engine::AttachmentRow> Uncommitted::find_attachments(std::string_view sha256) const {
  std::vector<engine::AttachmentRow> found;
  const auto look = [&](const std::vector<engine::AttachmentRow>& rows) {
    std::ranges::copy_if(rows, std::back_inserter(found), [&](const auto& row) { return row.sha256 == sha256; });
  };
  if (in_flight_ != nullptr) look(in_flight_->batch.attachments);
  look(core_.untaken_changes().attachments);
  return found;
}

bool Uncommitted::has_erased(engine::TicketId ticket) const {
  const auto& erasures = core_.untaken_changes().erasures;
  const auto names = [&](const v1::ErasureRecord& record) { return record.ticket() == ticket.value; };
  if (std::ranges::any_of(erasures, names)) return true;
  if (in_flight_ == nullptr) return false;
  const auto& departed = in_flight_->batch.erased;
  return std::ranges::find(departed, ticket) != departed.end();
}

bool Uncommitted::has_closed(engine::TicketId ticket) const {
  if (core_.untaken_changes().closed.contains(ticket)) return true;
  if (in_flight_ == nullptr) return false;
  const auto& departed = in_flight_->batch.closed_tickets;
  return std::ranges::find(departed, ticket, &engine::TicketRow::id) != departed.end();
}

}  // namespace whistle::tools::whistled
