// From what the store holds to a core that goes on where the last one stopped. Start-up is the recovery path: a clean
// stop leaves nothing else to do than a crash.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/core.h"
#include "engine/ports.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

struct Recovered {
  std::unique_ptr<engine::Core> core;
  std::uint64_t open_tickets = 0;
  std::uint64_t replayed = 0;  // entries that the tables did not hold
};

// Loads header, identities, open tickets and the rulesets they need, applies the entries after them, and writes the
// tables that follow. Tables that are missing are rebuilt from entry 0. BadData where rows, entries or blobs are not
// what was written.
[[nodiscard]] Result<Recovered> recover(engine::Store& store);

}  // namespace whistle::tools::whistled
