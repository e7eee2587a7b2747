// A command into an entry, or a refusal. Pure: state, command and time in; nothing is changed.
#pragma once

#include <optional>

#include "engine/core.h"
#include "engine/decision.h"
#include "engine/rejection.h"
#include "engine/state.h"
#include "engine/time.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::engine {

// The entry that the command makes at entry_time(state, now). Clocks of its ticket that were due before have fired
// already.
[[nodiscard]] Decided<v1::Entry> decide(const State& state, const Input& input, Instant now);
// The same with what it makes of its ticket. Of a refusal the decision holds nothing of use.
[[nodiscard]] Decided<void> decide(const State& state, const Input& input, Instant now, Decision& decision);

// Journal time is strictly ascending: max(last + 1 microsecond, now).
[[nodiscard]] Instant entry_time(const State& state, Instant now);

// The ticket that a command speaks of; nullopt: none, or a new one.
[[nodiscard]] std::optional<TicketId> ticket_of(const v1::Command& command);

}  // namespace whistle::engine
