// The tickets of the tables, put back into the state at a start: the longest part of it.
#pragma once

#include <set>

#include "engine/state.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// Puts back every open ticket; the state must hold none. Rows are read and parsed on a thread of its own while the
// calling one indexes those before them, and some thousand tickets are on their way at most. Returns what the tickets
// are pinned to, as sequences of publications. A row that cannot be read or is another ticket's is BadData, and the
// state is not to be used then.
[[nodiscard]] Result<std::set<engine::Sequence>> load_open_tickets(const engine::Store& store, engine::State& state);

// Puts back the closed tickets that a later act may concern, `since` being the earliest closing among them; adds what
// they are pinned to.
[[nodiscard]] Result<void> load_recent_tickets(const engine::Store& store, engine::Instant since, engine::State& state,
                                               std::set<engine::Sequence>& pinned);

}  // namespace whistle::tools::whistled
