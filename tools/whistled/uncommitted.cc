#include "tools/whistled/uncommitted.h"

#include <algorithm>
#include <utility>

#include "engine/assert.h"
#include "tools/whistled/notice_topics.h"

namespace whistle::tools::whistled {

void Uncommitted::add_blobs(std::vector<engine::Blob> blobs) {
  for (auto& blob : blobs)
    gathering_.batch.blobs.push_back(std::move(blob));
}

void Uncommitted::note_keys() {
  const auto& entries = core_.untaken_entries();
  for (; entries_noted_ < entries.size(); ++entries_noted_) {
    const auto& entry = entries[entries_noted_];
    if (entry.key().empty()) continue;
    gathering_.keys[engine::key_of(entry.actor().member(), entry.key())] = engine::Sequence{entry.sequence()};
  }
  const auto& keys = core_.untaken_changes().keys;
  for (; keys_noted_ < keys.size(); ++keys_noted_) {
    const auto& key = keys[keys_noted_];
    gathering_.keys[engine::key_of(key.client, key.key)] = key.sequence;
  }
}

std::shared_ptr<const PendingBatch> Uncommitted::depart() {
  WHISTLE_ASSERT(in_flight_ == nullptr);
  note_keys();
  for (const auto& entry : core_.untaken_entries()) {
    gathering_.notices.push_back({engine::Sequence{entry.sequence()}, notice_topics(core_, entry)});
  }
  auto batch = core_.take_batch();
  batch.vault = std::move(gathering_.batch.vault);
  batch.blobs = std::move(gathering_.batch.blobs);
  gathering_.batch = std::move(batch);
  in_flight_ = std::make_shared<const PendingBatch>(std::exchange(gathering_, {}));
  entries_noted_ = 0;
  keys_noted_ = 0;
  return in_flight_;
}

std::shared_ptr<const PendingBatch> Uncommitted::landed() {
  return std::exchange(in_flight_, nullptr);
}

std::vector<WaitingReply> Uncommitted::take_replies() {
  return std::exchange(gathering_.replies, {});
}

std::optional<engine::Sequence> Uncommitted::find_key(std::string_view client, std::string_view key) const {
  const auto name = engine::key_of(client, key);
  for (const auto* batch : {&gathering_, in_flight_.get()}) {
    if (batch == nullptr) continue;
    const auto found = batch->keys.find(name);
    if (found != batch->keys.end()) return found->second;
  }
  return std::nullopt;
}

std::optional<v1::Entry> Uncommitted::find_entry(engine::Sequence sequence) const {
  const auto& untaken = core_.untaken_entries();
  if (!untaken.empty() && sequence.value >= untaken.front().sequence()) {
    return untaken.at(static_cast<std::size_t>(sequence.value - untaken.front().sequence()));
  }
  if (in_flight_ == nullptr) return std::nullopt;
  for (const auto& entry : in_flight_->batch.entries) {
    if (entry.sequence == sequence) return engine::parse_entry(entry.bytes);
  }
  return std::nullopt;
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

bool Uncommitted::has_closed(engine::TicketId ticket) const {
  const auto& untaken = core_.untaken_changes().closed;
  if (std::ranges::find(untaken, ticket, &engine::Ticket::id) != untaken.end()) return true;
  if (in_flight_ == nullptr) return false;
  const auto& departed = in_flight_->batch.closed_tickets;
  return std::ranges::find(departed, ticket, &engine::TicketRow::id) != departed.end();
}

}  // namespace whistle::tools::whistled
