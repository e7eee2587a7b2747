// The steps that everything which waits for an arbiter has in common: it is made, granted, refused or lapses, its
// arbiter is replaced, and meanwhile clocks pause. Source: DOMAIN, "Clocks", the second table.
//
// Used by the decide_*.cc files alone.
#pragma once

#include <string>
#include <vector>

#include "engine/draft.h"

namespace whistle::engine {

// ---- for the one who asks ----

// The actor works for the lead, as handler or grid member: what is asked for is the lead's to ask.
[[nodiscard]] Decided<void> check_lead(const Draft& draft);
// The same, while it is at work and nothing waits for an arbiter.
[[nodiscard]] Decided<void> check_may_ask(const Draft& draft);
// Adds RequestMade and starts the arbitrate clock, charged to the arbiter. What was paused stays so.
void make_request(Draft& draft, v1::RequestMade made);

// 会商: the convener is asked to rule; every party that the ticket has been with is called, and `others` besides. The
// lead's clocks rest until then. Nothing else may wait for an arbiter.
void convene(Draft& draft, const std::vector<std::string>& others);

// ---- for the one who decides ----

// Something of that kind waits, and the actor is an arbiter of the party that decides it.
[[nodiscard]] Decided<void> check_decider(const Draft& draft, v1::RequestKind kind);
// Each ends the request and stops the arbitrate clock.
void grant_request(Draft& draft);
void refuse_request(Draft& draft);
// Nobody decided it, and nobody has to any more; nothing happens where nothing waits.
void let_request_lapse(Draft& draft);
// The next one up decides, under a clock of its own.
void replace_arbiter(Draft& draft, const std::string& arbiter);

// ---- clocks ----

// Acknowledge, on-site and resolve clocks of one part rest until they are resumed.
void pause_clocks(Draft& draft, std::uint32_t part);
void pause_all_clocks(Draft& draft);
// Every clock that rests goes on; its due has moved by the time of its limit's own kind that passed.
void resume_clocks(Draft& draft);
// The ticket is what it was before it was held; its clocks go on.
void end_hold(Draft& draft, bool by_date);

}  // namespace whistle::engine
