// Rework: a resolution did not stand, and the same lead goes on under what was left of its resolve clock, at least a
// fifth of its limit. Source: DOMAIN, "Life of a ticket" and "Clocks".
//
// Used by the decide_*.cc files alone.
#pragma once

#include "engine/draft.h"

namespace whistle::engine {

// `made` says who found that it does not stand, ResolutionDisputed or CheckFailed; the clocks follow.
void begin_rework(Draft& draft, v1::Event made);

// What a reopened ticket goes on with: the lead's resolve clock as after a dispute, or all of its limit where none had
// been stopped; the total clock as it was, unless it has been missed; an acknowledge clock where the lead had not
// signed yet. `repeat`: the ticket whose whistle told.
void reopen(Draft& draft, v1::ReopenCause cause, std::optional<TicketId> repeat);
// The ticket is closed, and may be reopened at the draft's time.
[[nodiscard]] Decided<void> check_reopenable(const Draft& draft);

}  // namespace whistle::engine
