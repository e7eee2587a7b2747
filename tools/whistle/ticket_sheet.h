// Everything that is known of one ticket, on a page.
#pragma once

#include "tools/whistle/console.h"
#include "tools/whistle/timeline.h"
#include "tools/whistle/wording_event.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// Its number, what it is about, who has it, what waits, and its clocks; an empty line at the end. What happened is for
// `print_entry`.
void print_ticket(Console& console, const Telling& telling, const v1::Ticket& ticket, const Timeline& timeline);
// The same with what happened, for programs: {"ticket","timeline":[…],"complete"}.
void print_ticket_json(Console& console, const v1::Ticket& ticket, const Timeline& timeline);

}  // namespace whistle::tools
