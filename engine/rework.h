// Rework: a resolution did not stand, and the same lead goes on under what was left of its resolve clock, at least a
// fifth of its limit. Source: DOMAIN, "Life of a ticket" and "Clocks".
//
// Used by the decide_*.cc files alone.
#pragma once

#include "engine/draft.h"

namespace whistle::engine {

// `made` says who found that it does not stand, ResolutionDisputed or CheckFailed; the clocks follow.
void begin_rework(Draft& draft, v1::Event made);

}  // namespace whistle::engine
