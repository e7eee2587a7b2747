#include "engine/applicable.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/apply.h"
#include "engine/kind.h"

namespace whistle::engine {

namespace {

using EventBody = v1::Event::BodyCase;

bool has_part(const Ticket& ticket, std::uint32_t part) {
  return part < ticket.parts.size();
}

bool has_clock(const Ticket& ticket, const v1::ClockName& name) {
  return ticket.find_clock(name.part(), name.kind()) != nullptr;
}

// Parts are numbered on from those that are there, the lead's first.
bool numbers_on(const v1::TicketDispatched& event, const Ticket& ticket) {
  auto next = std::max<std::size_t>(ticket.parts.size(), 1);
  return std::ranges::all_of(event.assist(), [&](const auto& added) { return added.part() == next++; });
}

bool in_life(const v1::Event& event, const Ticket& ticket) {
  switch (event.body_case()) {
    case EventBody::kTicketDispatched:
      return numbers_on(event.ticket_dispatched(), ticket);
    case EventBody::kTicketAcknowledged:
      return has_part(ticket, event.ticket_acknowledged().part());
    case EventBody::kArrivedOnSite:
      return has_part(ticket, event.arrived_on_site().part());
    case EventBody::kTicketResolved:
      return has_part(ticket, 0);
    case EventBody::kPartFinished:
      return has_part(ticket, event.part_finished().part());
    case EventBody::kAssistantReleased:
      return has_part(ticket, event.assistant_released().part());
    case EventBody::kTicketClosed:
      return ticket.clocks.empty();
    default:
      return true;
  }
}

bool of_clock(const v1::Event& event, const Ticket& ticket) {
  switch (event.body_case()) {
    case EventBody::kClockStarted:
      return !has_clock(ticket, event.clock_started().clock());
    case EventBody::kClockStopped:
      return has_clock(ticket, event.clock_stopped().clock());
    case EventBody::kClockMissed:
      return has_clock(ticket, event.clock_missed().clock());
    case EventBody::kClockSet:
      return has_clock(ticket, event.clock_set().clock());
    case EventBody::kClockWarned:
      return has_clock(ticket, event.clock_warned().clock());
    case EventBody::kDeskReminded:
      return has_clock(ticket, event.desk_reminded().clock());
    default:
      return true;
  }
}

// A return or a consult that ends gives the ticket back to its lead.
bool can_end_request(const Ticket& ticket) {
  if (!ticket.request) return false;
  const auto kind = ticket.request->kind;
  return (kind != v1::REQUEST_KIND_RETURN && kind != v1::REQUEST_KIND_CONSULT) || has_part(ticket, 0);
}

bool of_arbitration(const v1::Event& event, const Ticket& ticket) {
  switch (event.body_case()) {
    case EventBody::kRequestMade:
      return !ticket.request;
    case EventBody::kRequestGranted:
    case EventBody::kRequestRefused:
    case EventBody::kRequestLapsed:
      return can_end_request(ticket);
    case EventBody::kArbiterReplaced:
      return ticket.request && (ticket.state != v1::TICKET_STATE_AWAITING_APPROVAL || has_part(ticket, 0));
    case EventBody::kHoldEnded:
      return has_part(ticket, 0);
    case EventBody::kClockPaused:
      return has_clock(ticket, event.clock_paused().clock());
    case EventBody::kClockResumed:
      return has_clock(ticket, event.clock_resumed().clock());
    case EventBody::kClockExtended:
      return has_clock(ticket, event.clock_extended().clock());
    default:
      return true;
  }
}

bool of_oversight(const v1::Event& event, const Ticket& ticket) {
  switch (event.body_case()) {
    case EventBody::kCheckFailed:
      return has_part(ticket, 0);
    case EventBody::kPartyScored:
      return has_part(ticket, event.party_scored().part());
    case EventBody::kTicketRejected:
      return ticket.clocks.empty();
    default:
      return true;
  }
}

// Each stands where the one before it left it.
bool replaces(const google::protobuf::RepeatedPtrField<v1::PartyReplaced>& replaced, std::vector<std::string> parties) {
  return std::ranges::all_of(replaced, [&](const auto& one) {
    const auto at = std::ranges::find(parties, one.former());
    if (at == parties.end()) return false;
    *at = one.party();
    if (one.party().empty()) parties.erase(at);
    return true;
  });
}

bool hands_over(const v1::TicketHandedOver& event, const Ticket& ticket) {
  std::vector<std::string> parties;
  for (const auto& part : ticket.parts)
    parties.push_back(part.party);
  const auto* verify = ticket.find_clock(0, v1::CLOCK_KIND_VERIFY);
  auto verifier = verify == nullptr ? std::string() : verify->party;
  for (const auto& part : event.parts()) {
    if (part.part() >= parties.size() || parties[part.part()] != part.former()) return false;
    parties[part.part()] = part.party();
    if (part.part() == 0 && verifier == part.former()) verifier = part.party();
  }
  if (!replaces(event.inform(), ticket.inform) || !replaces(event.supervised_by(), ticket.supervised_by)) return false;
  if (!event.verifier().empty() && (verify == nullptr || verifier != event.former_verifier())) return false;
  if (event.arbiter().empty()) return true;
  return ticket.request && ticket.request->arbiter == event.former_arbiter() &&
         ticket.find_clock(0, v1::CLOCK_KIND_ARBITRATE) != nullptr;
}

bool has_waiting_appeal(const std::string& party, v1::AppealSubject subject, const Ticket& ticket) {
  return std::ranges::any_of(ticket.appeals, [&](const Appeal& appeal) {
    return !appeal.decided && appeal.party == party && appeal.subject == subject;
  });
}

bool of_appeal(const v1::Event& event, const Ticket& ticket) {
  if (event.has_appeal_reviewed())
    return has_waiting_appeal(event.appeal_reviewed().party(), event.appeal_reviewed().subject(), ticket);
  if (event.has_appeal_decided())
    return has_waiting_appeal(event.appeal_decided().party(), event.appeal_decided().subject(), ticket);
  return true;
}

bool of_holdings(const v1::Event& event, const Ticket& ticket) {
  if (!event.has_duty_handed_over()) return true;
  const auto& duty = event.duty_handed_over();
  return has_part(ticket, duty.part()) && ticket.parts[duty.part()].party == duty.party();
}

}  // namespace

bool is_applicable(const v1::Event& event, const Ticket& ticket) {
  switch (kind_of(event.body_case())) {
    case Kind::Life:
      return in_life(event, ticket);
    case Kind::Clock:
      return of_clock(event, ticket);
    case Kind::Act:
      return !event.has_resolution_disputed() || has_part(ticket, 0);
    case Kind::Arbitration:
      return of_arbitration(event, ticket);
    case Kind::Oversight:
      return of_oversight(event, ticket);
    case Kind::Succession:
      return !event.has_ticket_handed_over() || hands_over(event.ticket_handed_over(), ticket);
    case Kind::Recurrence:
      return !event.has_ticket_reopened() || has_part(ticket, 0);
    case Kind::Appeal:
      return of_appeal(event, ticket);
    case Kind::Holdings:
      return of_holdings(event, ticket);
    case Kind::House:
    case Kind::Absence:
    case Kind::None:
      break;
  }
  return false;
}

bool apply_if_applicable(const v1::Entry& entry, Ticket& ticket) {
  // Each event is looked at as those before it leave the ticket.
  auto tried = ticket;
  for (const auto& event : entry.events()) {
    if (!is_applicable(event, tried)) return false;
    apply_to_ticket(entry, event, tried);
  }
  note_entry(entry, tried);
  ticket = std::move(tried);
  return true;
}

}  // namespace whistle::engine
