// What the vault holds of a ticket, opened: for who works on it, and for a split, which seals some of it anew.
//
// Nothing is returned that does not match the commitments of its entry; damage is logged and counts as absent. One
// thread, the core's.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/ids.h"
#include "storage/vault.h"
#include "tools/whistled/failure.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools::whistled {

class SealedContent {
 public:
  // Where rows and entries are found; nullopt: there is none.
  using FindRow = std::function<Result<std::optional<std::string>>(engine::TicketId, engine::Sequence)>;
  using FindEntry = std::function<Result<std::optional<v1::Entry>>(engine::Sequence)>;

  // The vault outlives it.
  SealedContent(const storage::Vault& vault, FindRow find_row, FindEntry find_entry);

  // Of one entry of the ticket; nullopt: nothing was sealed, it was erased, or it is damaged.
  [[nodiscard]] Result<std::optional<v1::PersonalData>> of_entry(engine::TicketId ticket, const v1::Entry& entry) const;
  // As the ticket stands: text and reporter of its first entry; address and point, a point of the journal included, of
  // that entry or of the amendment `place_entry` that put them right. nullopt: as above.
  [[nodiscard]] Result<std::optional<v1::PersonalData>> of_ticket(engine::TicketId ticket,
                                                                  engine::Sequence place_entry) const;
  // The same, for whoever has its first entry.
  [[nodiscard]] Result<std::optional<v1::PersonalData>> of_ticket(const v1::Entry& begun,
                                                                  engine::Sequence place_entry) const;

  [[nodiscard]] Result<std::optional<v1::Entry>> entry(engine::Sequence sequence) const {
    return find_entry_(sequence);
  }

 private:
  const storage::Vault& vault_;
  FindRow find_row_;
  FindEntry find_entry_;
};

}  // namespace whistle::tools::whistled
