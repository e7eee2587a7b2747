// From the number that people say to the ticket.
#pragma once

#include <optional>

#include "engine/ids.h"
#include "engine/ports.h"
#include "engine/ticket.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// Numbers ascend along the journal, as ids do, so the journal itself is the index: a binary search, and nothing to keep
// in memory. nullopt: no such ticket.
[[nodiscard]] Result<std::optional<engine::TicketId>> find_by_number(const engine::Store& store,
                                                                     const engine::NumberParts& number);

}  // namespace whistle::tools::whistled
