// Whether an entry that nobody here has decided can be applied to a ticket. An applier takes for granted what deciding
// has made sure of: that a clock which stops runs, that a part has a number that is there. Whoever is shown entries by
// somebody else, in a file or over a wire, asks first.
#pragma once

#include "engine/ticket.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::engine {

// Of the ticket as it stands before the event. Says nothing about whether the rules would have had it so.
[[nodiscard]] bool is_applicable(const v1::Event& event, const Ticket& ticket);

// Applies a whole entry, as apply_to_ticket does; false: one of its events is not applicable, and the ticket is as it
// was.
[[nodiscard]] bool apply_if_applicable(const v1::Entry& entry, Ticket& ticket);

}  // namespace whistle::engine
