// A store that gives everything on to another: what a test wants to be different it overrides.
//
//   class RottenVault final : public ForwardingStore { ... Stored<...> vault_row(...) const override { ... } };
//
// Threads: as the other store.
#pragma once

#include "engine/ports.h"

namespace whistle::support {

class ForwardingStore : public engine::Store {
 public:
  // `to` outlives it.
  explicit ForwardingStore(engine::Store& to) : to_(to) {}

  engine::Stored<void> commit(const engine::Batch& batch) override { return to_.commit(batch); }
  engine::Stored<engine::Sequence> next_sequence() const override { return to_.next_sequence(); }
  engine::Stored<engine::Sequence> applied_sequence() const override { return to_.applied_sequence(); }
  engine::Stored<std::optional<std::string>> entry(engine::Sequence sequence) const override {
    return to_.entry(sequence);
  }
  engine::Stored<void> scan_entries(engine::Sequence from, const engine::EntryVisitor& visit) const override {
    return to_.scan_entries(from, visit);
  }
  engine::Stored<void> scan_open_tickets(const engine::TicketVisitor& visit) const override {
    return to_.scan_open_tickets(visit);
  }
  engine::Stored<void> scan_closed_tickets(std::optional<engine::TicketId> after,
                                           const engine::TicketVisitor& visit) const override {
    return to_.scan_closed_tickets(after, visit);
  }
  engine::Stored<void> scan_closed_before(engine::TicketId before, const engine::TicketVisitor& visit) const override {
    return to_.scan_closed_before(before, visit);
  }
  engine::Stored<void> scan_closed_since(engine::Instant from, const engine::TicketVisitor& visit) const override {
    return to_.scan_closed_since(from, visit);
  }
  engine::Stored<std::optional<std::string>> closed_ticket(engine::TicketId id) const override {
    return to_.closed_ticket(id);
  }
  engine::Stored<std::optional<engine::Sequence>> key(std::string_view client, std::string_view key) const override {
    return to_.key(client, key);
  }
  engine::Stored<std::optional<std::string>> vault_row(engine::TicketId ticket, engine::Sequence entry) const override {
    return to_.vault_row(ticket, entry);
  }
  engine::Stored<void> scan_vault(engine::TicketId from, const engine::VaultVisitor& visit) const override {
    return to_.scan_vault(from, visit);
  }
  engine::Stored<void> scan_attachments(std::string_view prefix,
                                        const engine::AttachmentVisitor& visit) const override {
    return to_.scan_attachments(prefix, visit);
  }
  engine::Stored<std::optional<std::string>> blob(std::string_view sha256) const override { return to_.blob(sha256); }
  engine::Stored<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) const override {
    return to_.tile(level, index);
  }
  engine::Stored<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) const override {
    return to_.scan_checkpoints(from, visit);
  }
  engine::Stored<std::optional<engine::CheckpointRow>> last_checkpoint() const override {
    return to_.last_checkpoint();
  }
  engine::Stored<std::vector<engine::DeliveryRow>> deliveries() const override { return to_.deliveries(); }
  engine::Stored<std::optional<std::string>> meta(std::string_view name) const override { return to_.meta(name); }
  engine::Stored<std::vector<engine::NamedRow>> scan_meta(std::string_view prefix) const override {
    return to_.scan_meta(prefix);
  }
  engine::Stored<bool> scrub() override { return to_.scrub(); }
  bool needs_scrub() const override { return to_.needs_scrub(); }

 private:
  engine::Store& to_;
};

}  // namespace whistle::support
