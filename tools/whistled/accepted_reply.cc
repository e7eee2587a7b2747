#include "tools/whistled/accepted_reply.h"

#include "engine/ticket.h"

namespace whistle::tools::whistled {

v1::Accepted accepted_reply(v1::Entry entry) {
  v1::Accepted accepted;
  accepted.set_sequence(entry.sequence());
  accepted.set_time_us(entry.time_us());
  if (entry.has_ticket()) accepted.set_ticket(entry.ticket());
  accepted.mutable_events()->Swap(entry.mutable_events());
  for (const auto& event : accepted.events()) {
    if (!event.has_whistle_blown()) continue;
    accepted.set_ticket_number(
        engine::ticket_number(event.whistle_blown().local_day(), event.whistle_blown().day_counter()));
  }
  return accepted;
}

}  // namespace whistle::tools::whistled
