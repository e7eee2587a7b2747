#include "engine/group.h"

#include "engine/repeat.h"
#include "engine/request.h"

namespace whistle::engine {

void follow(Draft& draft, TicketId lead_ticket, bool recurs) {
  let_request_lapse(draft);
  v1::Event event;
  event.mutable_ticket_linked()->set_lead_ticket(lead_ticket.value);
  event.mutable_ticket_linked()->set_recurs(recurs);
  draft.add(std::move(event));
  pause_all_clocks(draft);
}

void follow_no_more(Draft& draft) {
  v1::Event event;
  event.mutable_ticket_unlinked()->set_lead_ticket(draft.ticket.lead_ticket->value);
  draft.add(std::move(event));
  resume_clocks(draft);
}

void note_repetition(Draft& draft) {
  const auto found = repetition_of(draft.state, *draft.newest, draft.ticket, draft.at);
  if (!found.similar.empty()) {
    v1::Event event;
    for (const auto id : found.similar)
      event.mutable_similar_found()->add_tickets(id.value);
    draft.add(std::move(event));
  }
  if (found.recurs && draft.ticket.being_handled()) follow(draft, *found.recurs, /*recurs=*/true);
}

}  // namespace whistle::engine
