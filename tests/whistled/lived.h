// Engines whose journals have everything: what a start has to find again.
#pragma once

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {

// Open, closed, acknowledged and missed ones, identities and a revocation.
void live(EngineInProcess& engine);

// What `live` leaves out: a lead that changes and more keys than a ticket keeps, an assistant that is released, silence
// that confirms, withdrawals, reminders, two people who agree on new rules.
void live_on(EngineInProcess& engine);

}  // namespace whistle::tools::whistled
