// Several tickets of one matter: one of them, the lead ticket, stands for the others while they follow it. Source:
// DOMAIN, "Repeats and groups".
//
// Used by the decide_*.cc files alone.
#pragma once

#include <cstddef>

#include "engine/draft.h"

namespace whistle::engine {

// A matter that more whistles than this are about is no longer told by a list of them.
inline constexpr std::size_t kFollowersPerTicket = 64;

// The draft's ticket follows from here on. What it asked an arbiter lapses, every clock but the total one rests.
void follow(Draft& draft, TicketId lead_ticket, bool recurs);
// It goes its own way, its clocks go on.
void follow_no_more(Draft& draft);

// Names what is similar to a ticket that begins, and lets it follow what it repeats.
void note_repetition(Draft& draft);

}  // namespace whistle::engine
