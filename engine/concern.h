// Whom an entry concerns: the parties that hear of it over the feed.
#pragma once

#include <string>
#include <vector>

#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::engine {

// Codes, ascending, each once: who works on the ticket as the entry leaves it, is informed or supervises it, and whom
// the entry's events name; in the place of a party that `rules` lack, who has taken over from it. The party complained
// about is left out (rule 10), but for a desk that leads the complaint itself. `rules` null: there are none yet.
[[nodiscard]] std::vector<std::string> parties_concerned(const v1::Entry& entry, const Ticket& ticket,
                                                         const Ruleset* rules);

}  // namespace whistle::engine
