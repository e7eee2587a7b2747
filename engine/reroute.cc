#include "engine/reroute.h"

#include <algorithm>

namespace whistle::engine {

namespace {

// Rule 11: it has missed a clock of its own, or it led and lost the lead over a missed one. Who was relieved otherwise
// and assists because a routing says so owes nothing.
bool owes(const Ticket& ticket, std::uint32_t part) {
  return ticket.parts[part].owes || std::ranges::any_of(ticket.clocks, [&](const Clock& clock) {
           return clock.part == part && clock.phase == v1::CLOCK_PHASE_MISSED;
         });
}

// Who assisted by the old routing assists no more, but for those that owe it (rule 11), unless they lead now or are
// complained about (rule 10).
void release_former_assistants(Draft& draft, const std::string& lead, const std::string& against) {
  for (std::uint32_t part = 1; part < draft.ticket.parts.size(); ++part) {
    if (!draft.ticket.parts[part].active()) continue;
    const auto party = draft.ticket.parts[part].party;
    if (owes(draft.ticket, part) && party != lead && party != against) continue;
    release_part(draft, part);
  }
}

}  // namespace

Rerouting reroute(const Draft& draft, const Place& place, const RouteQuestion& question) {
  Rerouting again{question, route(*draft.newest, place, question), {}};
  keep_returned_out(*draft.newest, draft.ticket, again.routing);
  again.against = against_of(*draft.newest, again.routing);
  // What the rules of a split or of a community whistle do not know, the first routing did.
  const bool inherits = draft.ticket.split_from || !draft.ticket.whistled_up_by.empty();
  if (again.against.empty() && inherits) again.against = draft.ticket.against;
  return again;
}

void dispatch_again(Draft& draft, v1::DispatchCause cause, const Rerouting& again) {
  const auto& rules = *draft.newest;
  const auto lead = rules.party(again.routing.lead).code;
  const auto& against = again.against;
  auto former = relieve_lead(draft);
  release_former_assistants(draft, lead, against);
  former.stays = former.stays && former.party != lead && former.party != against;
  std::vector<PartyIndex> assist;
  for (const auto party : again.routing.assist) {
    const auto& code = rules.party(party).code;
    if (former.stays && code == former.party) continue;
    if (code != former.party && draft.ticket.part_of(code)) continue;  // still assists
    assist.push_back(party);
  }
  const auto first_part = draft.ticket.parts.size();
  dispatch_by_rule(draft, again.routing, {cause, assist, against, former});
  const auto limits = limits_of(rules, again.question.category, again.routing.urgency);
  start_lead_clocks(draft, limits);
  start_assistant_clocks(draft, first_part, assist.size(), limits);
  keep_former_lead(draft, former);
}

}  // namespace whistle::engine
