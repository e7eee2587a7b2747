// The open tickets of the tables, put back into the state at a start: the longest part of it.
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

}  // namespace whistle::tools::whistled
