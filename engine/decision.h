// What a command comes to: its entry, and what that makes of its ticket, so that a decision that is applied at once
// finds and changes the ticket once.
#pragma once

#include "engine/ticket.h"
#include "engine/ticket_index.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::engine {

struct Decision {
  v1::Entry entry;
  // ---- where the entry has a ticket ----
  Footing before;  // until the entry is applied
  Ticket ticket;   // as the entry's events leave it
};

}  // namespace whistle::engine
