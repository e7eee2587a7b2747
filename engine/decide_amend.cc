// AmendTicket: category, place or urgency were not so. The ticket is routed again by the rules in force, which it is
// pinned to from here on; all clocks are fresh but the total one. Source: DOMAIN, "Clocks", "Further acts", rules 10
// and 11.
#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/ladder.h"

namespace whistle::engine {

namespace {

bool gives_place(const v1::AmendTicket& command) {
  return command.has_location() || !command.personal().address().empty();
}

// What the ticket counts as once it is amended.
struct Amended {
  std::string category;
  Place place;
  RouteQuestion question;
  Routing routing;
  std::string against;  // complained about; empty: nobody
};

Amended amended_by(const Draft& draft, const v1::AmendTicket& command) {
  const auto& rules = *draft.newest;
  Amended amended;
  amended.category = command.category().empty() ? draft.ticket.category : command.category();
  if (gives_place(command)) {
    amended.place = locate(rules, clues_of(command.location(), command.personal().address()));
  } else {
    amended.place = place_in(rules, draft.ticket);
    amended.place.flags = draft.ticket.flags;
  }
  const auto& urgency = command.urgency().empty() ? draft.ticket.urgency : command.urgency();
  amended.question = question_of(draft, amended.category, urgency);
  amended.routing = route(rules, amended.place, amended.question);
  keep_returned_out(rules, draft.ticket, amended.routing);
  amended.against = against_of(rules, amended.routing);
  if (amended.against.empty() && draft.ticket.split_from) amended.against = draft.ticket.against;  // inherited
  return amended;
}

// Without it an amendment that amends nothing would give the lead fresh clocks.
bool changes_nothing(const Draft& draft, const v1::AmendTicket& command, const Amended& amended) {
  return !gives_place(command) && amended.category == draft.ticket.category &&
         draft.newest->urgency(amended.routing.urgency).name == draft.ticket.urgency;
}

void add_amended(Draft& draft, const v1::AmendTicket& command, const Amended& amended) {
  v1::Event event;
  auto& message = *event.mutable_ticket_amended();
  message.set_category(amended.category);
  message.set_urgency(draft.newest->urgency(amended.routing.urgency).name);
  put_place(*draft.newest, amended.place, *message.mutable_place());
  message.set_hours(amended.routing.hours);
  message.set_place_given(gives_place(command));
  draft.add(std::move(event));
  draft.pinned = draft.newest;
}

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

void dispatch_again(Draft& draft, const Amended& amended) {
  const auto& rules = *draft.newest;
  const auto lead = rules.party(amended.routing.lead).code;
  const auto& against = amended.against;
  auto former = relieve_lead(draft);
  release_former_assistants(draft, lead, against);
  former.stays = former.stays && former.party != lead && former.party != against;
  std::vector<PartyIndex> assist;
  for (const auto party : amended.routing.assist) {
    const auto& code = rules.party(party).code;
    if (former.stays && code == former.party) continue;
    if (code != former.party && draft.ticket.part_of(code)) continue;  // still assists
    assist.push_back(party);
  }
  const auto first_part = draft.ticket.parts.size();
  dispatch_by_rule(draft, amended.routing, {v1::DISPATCH_CAUSE_AMENDED, assist, against, former});
  const auto limits = limits_of(rules, amended.question.category, amended.routing.urgency);
  start_lead_clocks(draft, limits);
  start_assistant_clocks(draft, first_part, assist.size(), limits);
  keep_former_lead(draft, former);
}

}  // namespace

Decided<void> decide_amend_ticket(Draft& draft, const v1::AmendTicket& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (auto known = check_known(*draft.newest, command.category(), command.urgency()); !known) return known;
  const auto amended = amended_by(draft, command);
  const auto& lead = draft.newest->party(amended.routing.lead).code;
  if (auto tier = check_tier(draft, lead); !tier) return tier;
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (changes_nothing(draft, command, amended)) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  // By a rule of its own the routing keeps out whom it accuses; what a split inherited it does not know.
  if (against_of(*draft.newest, amended.routing).empty() && !amended.against.empty() &&
      reaches(*draft.newest, amended.routing, amended.against)) {
    return complained_about(amended.against);
  }
  add_amended(draft, command, amended);
  dispatch_again(draft, amended);
  keep_reminded(draft);
  return {};
}

}  // namespace whistle::engine
