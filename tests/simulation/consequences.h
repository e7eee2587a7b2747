// The engine's own entries that one entry leads to at once, before anything else is decided: a split tells the first
// ticket, a link the lead ticket, a recurrence reopens what was closed, and what closes takes its followers with it.
#pragma once

#include <vector>

#include "engine/state.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

class Consequences {
 public:
  // Throws BrokenRule where the entry is not what had to come, or came though nothing led to it. `before`: the state
  // that it was decided in.
  void follow(const engine::State& before, const v1::Entry& entry);
  // Everything that had to come has come.
  [[nodiscard]] bool settled() const { return expected_.empty(); }

 private:
  std::vector<v1::Command> expected_;  // the first comes first
};

// Whether a command is such a consequence: of it the ticket's clocks see nothing.
[[nodiscard]] bool is_consequence(const v1::Command& command);

}  // namespace whistle::tests
