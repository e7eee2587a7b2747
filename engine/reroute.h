// A ticket that is there is routed again, by the rules in force: after a correction, or because a community blew for
// departments. Source: DOMAIN, "Clocks", rules 4, 10 and 11.
//
// Used by the decide_*.cc files alone.
#pragma once

#include <string>

#include "engine/dispatch.h"

namespace whistle::engine {

struct Rerouting {
  RouteQuestion question;
  Routing routing;
  std::string against;  // complained about; empty: nobody
};

// Where the rules name a party whose return was granted, the lead that is goes on, and no part goes to it (rule 4).
[[nodiscard]] Rerouting reroute(const Draft& draft, const Place& place, const RouteQuestion& question);

// Relieves the lead that is and adds TicketDispatched, all clocks fresh but the total one. The ticket is pinned to the
// rules in force before. Who assisted by the old routing assists no more; who has missed a clock stays (rule 11).
void dispatch_again(Draft& draft, v1::DispatchCause cause, const Rerouting& again);

}  // namespace whistle::engine
