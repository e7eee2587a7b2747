// The store port in memory: for tests, simulations and offline questions. Nothing survives it.
//
//   MemoryStore store;
//   store.commit(batch);
//
// Threads: as engine::Store says; one mutex guards everything; a visitor runs under it and may read, not commit.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ports.h"

namespace whistle::storage {

class MemoryStore final : public engine::Store {
 public:
  [[nodiscard]] engine::Stored<void> commit(const engine::Batch& batch) override;

  [[nodiscard]] engine::Stored<engine::Sequence> next_sequence() const override;
  [[nodiscard]] engine::Stored<engine::Sequence> applied_sequence() const override;

  [[nodiscard]] engine::Stored<std::optional<std::string>> entry(engine::Sequence sequence) const override;
  [[nodiscard]] engine::Stored<void> scan_entries(engine::Sequence from,
                                                  const engine::EntryVisitor& visit) const override;
  [[nodiscard]] engine::Stored<void> scan_open_tickets(const engine::TicketVisitor& visit) const override;
  [[nodiscard]] engine::Stored<void> scan_closed_tickets(std::optional<engine::TicketId> after,
                                                         const engine::TicketVisitor& visit) const override;
  [[nodiscard]] engine::Stored<void> scan_closed_before(engine::TicketId before,
                                                        const engine::TicketVisitor& visit) const override;
  [[nodiscard]] engine::Stored<void> scan_closed_since(engine::Instant from,
                                                       const engine::TicketVisitor& visit) const override;
  [[nodiscard]] engine::Stored<std::optional<std::string>> closed_ticket(engine::TicketId id) const override;
  [[nodiscard]] engine::Stored<std::optional<engine::Sequence>> key(std::string_view client,
                                                                    std::string_view key) const override;
  [[nodiscard]] engine::Stored<std::optional<std::string>> vault_row(engine::TicketId ticket,
                                                                     engine::Sequence entry) const override;
  [[nodiscard]] engine::Stored<void> scan_vault(engine::TicketId from,
                                                const engine::VaultVisitor& visit) const override;
  [[nodiscard]] engine::Stored<void> scan_attachments(std::string_view prefix,
                                                      const engine::AttachmentVisitor& visit) const override;
  [[nodiscard]] engine::Stored<std::optional<std::string>> blob(std::string_view sha256) const override;
  [[nodiscard]] engine::Stored<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) const override;
  [[nodiscard]] engine::Stored<void> scan_checkpoints(std::uint64_t from,
                                                      const engine::CheckpointVisitor& visit) const override;
  [[nodiscard]] engine::Stored<std::optional<engine::CheckpointRow>> last_checkpoint() const override;
  [[nodiscard]] engine::Stored<std::optional<std::string>> meta(std::string_view name) const override;
  [[nodiscard]] engine::Stored<std::vector<engine::DeliveryRow>> deliveries() const override;
  [[nodiscard]] engine::Stored<std::vector<engine::NamedRow>> scan_meta(std::string_view prefix) const override;
  [[nodiscard]] engine::Stored<bool> scrub() override;
  [[nodiscard]] bool needs_scrub() const override;

 private:
  mutable std::recursive_mutex mutex_;  // a visitor may read
  // ---- guarded by mutex_ ----
  std::uint64_t epoch_ = 0;
  engine::Sequence applied_{0};
  std::vector<std::string> entries_;
  std::map<engine::TicketId, std::string> open_;
  std::map<engine::TicketId, std::string> closed_;
  std::set<std::pair<engine::Instant, engine::TicketId>> closed_at_;
  std::map<std::string, engine::Sequence, std::less<>> keys_;
  std::map<std::pair<engine::TicketId, engine::Sequence>, std::string> vault_;
  bool needs_scrub_ = false;
  std::map<std::string, engine::AttachmentRow, std::less<>> attachments_;
  std::map<std::string, std::string, std::less<>> blobs_;
  std::map<std::pair<std::uint8_t, std::uint64_t>, std::string> tiles_;
  std::map<std::uint64_t, std::string> checkpoints_;
  std::map<std::string, std::string, std::less<>> deliveries_;
  std::map<std::string, std::string, std::less<>> meta_;
};

}  // namespace whistle::storage
