// What has been forgotten: by whom it may be, that it is gone from the vault, and that nothing is confided to the
// ticket afterwards.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "engine/state.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

class Erasures {
 public:
  // Entries that are durable, and not followed yet: whatever they erase, the vault has no more.
  void foresee(const std::vector<std::string>& entries);
  // Whether the vault has lost what was confided to the ticket.
  [[nodiscard]] bool is_gone(engine::TicketId ticket) const { return gone_.contains(ticket); }
  // Throws BrokenRule. `before`: the state that the entry was decided in.
  void follow(const engine::State& before, const v1::Entry& entry);
  // Nothing of them is left in the vault, and the tables say that it is gone.
  void require_gone(const engine::Store& store) const;

 private:
  std::set<engine::TicketId> gone_;    // by what was foreseen
  std::set<engine::TicketId> erased_;  // by what was followed
  std::set<engine::TicketId> known_;   // every ticket that ever began
};

}  // namespace whistle::tests
