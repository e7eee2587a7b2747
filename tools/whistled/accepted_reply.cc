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
    if (const auto number = engine::number_given(event)) {
      accepted.set_ticket_number(engine::ticket_number(number->local_day, number->day_counter));
    }
  }
  return accepted;
}

}  // namespace whistle::tools::whistled
