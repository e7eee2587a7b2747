// What has been decided and is not durable yet: at most one batch on its way to the disk, and one that gathers behind
// it. Nothing here has been told to anybody.
//
// One thread, but for the batch in flight, which the writer reads and nobody changes.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core.h"
#include "engine/ports.h"
#include "tools/whistled/addressee.h"

namespace whistle::tools::whistled {

struct WaitingReply {
  Addressee addressee;
  v1::Reply answer;
  std::chrono::steady_clock::time_point decided{};
};

struct WaitingNotice {
  engine::Sequence sequence;
  std::vector<std::string> topics;
};

// A batch, and what is told when it is durable.
struct PendingBatch {
  engine::Batch batch;
  std::vector<WaitingReply> replies;
  std::vector<WaitingNotice> notices;
  std::unordered_map<std::string, engine::Sequence> keys;  // by engine::key_of; those that the core no longer holds
};

class Uncommitted {
 public:
  explicit Uncommitted(engine::Core& core) : core_(core) {}

  void add_vault_row(engine::VaultRow row) { gathering_.batch.vault.push_back(std::move(row)); }
  void add_blobs(std::vector<engine::Blob> blobs);
  void add_tree(std::vector<engine::TreeTile> tiles, engine::CheckpointRow checkpoint);
  // In the place of what gathers already for that subscriber.
  void add_delivery(engine::DeliveryRow row);
  void add_reply(WaitingReply reply) { gathering_.replies.push_back(std::move(reply)); }
  // Whether something gathers that a commit would make durable.
  [[nodiscard]] bool dirty() const {
    return !core_.untaken_entries().empty() || !gathering_.batch.checkpoints.empty() ||
           !gathering_.batch.deliveries.empty();
  }
  // Entries and replies that gather.
  [[nodiscard]] std::size_t size() const { return core_.untaken_entries().size() + gathering_.replies.size(); }
  // Whether somebody waits for what gathers.
  [[nodiscard]] bool owes_replies() const { return !gathering_.replies.empty(); }
  [[nodiscard]] bool in_flight() const { return in_flight_ != nullptr; }

  // Ends gathering: the batch is complete and in flight until `landed`. Not while one is in flight.
  [[nodiscard]] std::shared_ptr<const PendingBatch> depart();
  // It is durable: what is to be told now.
  [[nodiscard]] std::shared_ptr<const PendingBatch> landed();
  // Replies that wait for nothing, because nothing was decided since the last commit.
  [[nodiscard]] std::vector<WaitingReply> take_replies();

  // ---- what the store does not know yet ----
  [[nodiscard]] std::optional<engine::Sequence> find_key(std::string_view client, std::string_view key);
  [[nodiscard]] std::optional<v1::Entry> find_entry(engine::Sequence sequence) const;
  [[nodiscard]] std::optional<std::string> find_vault_row(engine::TicketId ticket, engine::Sequence entry) const;
  // Attachments of that hash, in the order of their entries.
  [[nodiscard]] std::vector<engine::AttachmentRow> find_attachments(std::string_view sha256) const;
  // Whether its personal data have been erased since the last commit.
  [[nodiscard]] bool has_erased(engine::TicketId ticket) const;
  // Whether the ticket has closed since the last commit.
  [[nodiscard]] bool has_closed(engine::TicketId ticket) const;

 private:
  // Takes note of the keys that open tickets no longer hold, or never did: those of acts, and of what clocks closed.
  void note_keys();

  engine::Core& core_;
  PendingBatch gathering_;
  std::shared_ptr<const PendingBatch> in_flight_;
  std::size_t keys_noted_ = 0;
};

}  // namespace whistle::tools::whistled
