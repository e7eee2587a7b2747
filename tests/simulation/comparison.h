// Two ways to the same state: what the tables say, what the journal says, what is in memory. Byte for byte.
#pragma once

#include <memory>
#include <string>

#include "engine/core.h"
#include "engine/ports.h"
#include "storage/memory_store.h"
#include "tests/simulation/witness.h"

namespace whistle::tests {

// Throws BrokenRule with the first difference: header, identities, every open ticket's row, every index, the order in
// which clocks are due. `what` says which two are compared.
void require_same_state(const engine::State& one, const engine::State& other, const std::string& what);

// A start from the tables of the store leads to what the witness has read.
void require_same_after_restart(engine::Store& store, const Witness& witness);

// Tables rebuilt from entry 0 of the journal alone have the same rows as the store's: open and closed tickets, header
// and identities, and every key that the journal holds is found in the rebuilt state or table, or in both alike.
void require_same_when_rebuilt(const engine::Store& store, const Witness& witness);

}  // namespace whistle::tests
