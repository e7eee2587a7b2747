// What new rulesets do to open tickets, into the ticket: it is pinned anew, or its parts go to successors.
#include <algorithm>

#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

// Clocks run on. Whom a clock charges is who has the part from here on; what is missed already chooses its ladder by
// who is there now.
void take_part_over(const v1::Entry& entry, const v1::PartHandedOver& event, Ticket& ticket) {
  WHISTLE_ASSERT(event.part() < ticket.parts.size() && ticket.parts[event.part()].party == event.former());
  ticket.parts[event.part()].party = event.party();
  ticket.parts[event.part()].member.clear();
  for (auto& clock : ticket.clocks) {
    if (clock.part == event.part() && clock.party == event.former()) clock.party = event.party();
  }
  if (ticket.request && ticket.request->party == event.former()) ticket.request->party = event.party();
  if (event.part() != 0) return;
  if (ticket.state == v1::TICKET_STATE_AWAITING_APPROVAL) return;  // who approves has no hop
  ticket.hops.push_back({event.party(), Instant{entry.time_us()}, v1::DISPATCH_CAUSE_SUCCEEDED});
  // The last resort leads whatever it returned before, and for good.
  if (ticket.was_returned_by(event.party())) ticket.ruled = true;
}

// The successor stands where the former stood, or nobody does.
void replace_in(const google::protobuf::RepeatedPtrField<v1::PartyReplaced>& replaced,
                std::vector<std::string>& parties) {
  for (const auto& one : replaced) {
    const auto at = std::ranges::find(parties, one.former());
    WHISTLE_ASSERT(at != parties.end());
    if (one.party().empty()) {
      parties.erase(at);
    } else {
      *at = one.party();
    }
  }
}

void hand_over(const v1::Entry& entry, const v1::TicketHandedOver& event, Ticket& ticket) {
  for (const auto& part : event.parts())
    take_part_over(entry, part, ticket);
  ticket.against = event.against();
  replace_in(event.inform(), ticket.inform);
  replace_in(event.supervised_by(), ticket.supervised_by);
  if (!event.verifier().empty()) {
    auto* verify = ticket.find_clock(0, v1::CLOCK_KIND_VERIFY);
    WHISTLE_ASSERT(verify != nullptr && verify->party == event.former_verifier());
    verify->party = event.verifier();
  }
  if (event.arbiter().empty()) return;
  WHISTLE_ASSERT(ticket.request && ticket.request->arbiter == event.former_arbiter());
  ticket.request->arbiter = event.arbiter();
  auto* clock = ticket.find_clock(0, v1::CLOCK_KIND_ARBITRATE);
  WHISTLE_ASSERT(clock != nullptr);
  clock->party = event.arbiter();
}

}  // namespace

void apply_succession(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_ticket_handed_over()) return hand_over(entry, event.ticket_handed_over(), ticket);
  ticket.ruleset = Sequence{entry.ruleset()};
}

}  // namespace whistle::engine
