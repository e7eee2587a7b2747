// Groups of tickets: LinkTickets and UnlinkTickets of a dispatcher; the engine's own RecordFollower, which tells the
// lead ticket, and FollowLeadTicket, by which a ticket follows to the end. Two entries for a link, as for a split, so
// that who sees one of the tickets is told no more of the other than its number. Source: DOMAIN, "Repeats and groups",
// "Who may".
#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/group.h"

namespace whistle::engine {

namespace {

tl::unexpected<Rejection> not_linkable(TicketId ticket, const char* why) {
  return reject(v1::REFUSAL_CODE_NOT_LINKABLE, {{"ticket", std::to_string(ticket.value)}, {"why", why}});
}

bool has_open_followers(const State& state, const Ticket& ticket) {
  return std::ranges::any_of(ticket.followers, [&](TicketId id) {
    const auto follower = state.open.find_matter(id);
    return follower && follower->lead_ticket == ticket.id;
  });
}

Decided<void> check_lead_ticket(const Draft& draft, TicketId id) {
  if (id == draft.ticket.id) return not_linkable(id, "itself");
  const auto lead_ticket = draft.state.find_open(id);
  if (!lead_ticket) return reject(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", std::to_string(id.value)}});
  if (auto tier = check_tier(draft, lead_ticket->lead()); !tier) return tier;
  if (lead_ticket->lead_ticket) return not_linkable(id, "follows");
  if (lead_ticket->state == v1::TICKET_STATE_AWAITING_APPROVAL) return not_linkable(id, "awaits_approval");
  // Whom it is about may read the one and not the other.
  if (lead_ticket->against != draft.ticket.against) return not_linkable(id, "complaint");
  if (lead_ticket->followers.size() >= kFollowersPerTicket) {
    return reject(v1::REFUSAL_CODE_TOO_MANY_FOLLOWERS,
                  {{"ticket", std::to_string(id.value)}, {"limit", std::to_string(kFollowersPerTicket)}});
  }
  return {};
}

}  // namespace

Decided<void> decide_link_tickets(Draft& draft, const v1::LinkTickets& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (auto tier = check_tier(draft, draft.ticket.lead()); !tier) return tier;
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (has_open_followers(draft.state, draft.ticket)) return not_linkable(draft.ticket.id, "has_followers");
  const TicketId lead_ticket{command.lead_ticket()};
  if (auto linkable = check_lead_ticket(draft, lead_ticket); !linkable) return linkable;
  follow(draft, lead_ticket, /*recurs=*/false);
  return {};
}

Decided<void> decide_unlink_tickets(Draft& draft, const v1::UnlinkTickets& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (auto tier = check_tier(draft, draft.ticket.lead()); !tier) return tier;
  if (!draft.ticket.lead_ticket) return not_linkable(draft.ticket.id, "follows_none");
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  follow_no_more(draft);
  return {};
}

Decided<void> decide_record_follower(Draft& draft, const v1::RecordFollower& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  v1::Event event;
  if (command.left()) {
    event.mutable_follower_left()->set_ticket(command.follower());
  } else {
    event.mutable_follower_joined()->set_ticket(command.follower());
  }
  draft.add(std::move(event));
  return {};
}

Decided<void> decide_follow_lead_ticket(Draft& draft, const v1::FollowLeadTicket& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  if (!draft.ticket.lead_ticket) return wrong_state(draft);
  if (command.outcome() != v1::OUTCOME_WITHDRAWN) {
    close_follower(draft, command.outcome());
  } else if (command.follow() == 0) {
    follow_no_more(draft);
  } else {
    follow(draft, TicketId{command.follow()}, /*recurs=*/false);
  }
  return {};
}

}  // namespace whistle::engine
