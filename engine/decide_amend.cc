// AmendTicket: category, place or urgency were not so. The ticket is routed again by the rules in force, which it is
// pinned to from here on; all clocks are fresh but the total one. Source: DOMAIN, "Clocks", "Further acts", rules 10
// and 11.
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/ladder.h"
#include "engine/reroute.h"

namespace whistle::engine {

namespace {

bool gives_place(const Draft& draft, const v1::AmendTicket& command) {
  return command.has_location() || !command.personal().address().empty() || !draft.input.commitments.address().empty();
}

// What the ticket counts as once it is amended.
struct Amended {
  std::string category;
  Place place;
  Rerouting again;
};

Amended amended_by(const Draft& draft, const v1::AmendTicket& command) {
  const auto& rules = *draft.newest;
  Amended amended;
  amended.category = command.category().empty() ? draft.ticket.category : command.category();
  if (gives_place(draft, command)) {
    amended.place = place_of(draft, command.location(), command.personal().address());
  } else {
    amended.place = place_in(rules, draft.ticket);
    amended.place.flags = draft.ticket.flags;
  }
  const auto& urgency = command.urgency().empty() ? draft.ticket.urgency : command.urgency();
  amended.again = reroute(draft, amended.place, question_of(draft, amended.category, urgency));
  return amended;
}

// Without it an amendment that amends nothing would give the lead fresh clocks.
bool changes_nothing(const Draft& draft, const v1::AmendTicket& command, const Amended& amended) {
  return !gives_place(draft, command) && amended.category == draft.ticket.category &&
         draft.newest->urgency(amended.again.routing.urgency).name == draft.ticket.urgency;
}

void add_amended(Draft& draft, const v1::AmendTicket& command, const Amended& amended) {
  v1::Event event;
  auto& message = *event.mutable_ticket_amended();
  message.set_category(amended.category);
  message.set_urgency(draft.newest->urgency(amended.again.routing.urgency).name);
  put_place(*draft.newest, amended.place, *message.mutable_place());
  message.set_hours(amended.again.routing.hours);
  message.set_place_given(gives_place(draft, command));
  draft.add(std::move(event));
  draft.pinned = draft.newest;
}

}  // namespace

Decided<void> decide_amend_ticket(Draft& draft, const v1::AmendTicket& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  if (auto known = check_known(*draft.newest, command.category(), command.urgency()); !known) return known;
  const auto amended = amended_by(draft, command);
  const auto& lead = draft.newest->party(amended.again.routing.lead).code;
  if (auto tier = check_tier(draft, lead); !tier) return tier;
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (changes_nothing(draft, command, amended)) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  // By a rule of its own the routing keeps out whom it accuses; what a split inherited it does not know.
  if (against_of(*draft.newest, amended.again.routing).empty() && !amended.again.against.empty() &&
      reaches(*draft.newest, amended.again.routing, amended.again.against)) {
    return complained_about(amended.again.against);
  }
  add_amended(draft, command, amended);
  dispatch_again(draft, v1::DISPATCH_CAUSE_AMENDED, amended.again);
  keep_reminded(draft);
  return {};
}

}  // namespace whistle::engine
