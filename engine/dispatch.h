// A routing into events: place, lead, assistants and their clocks. Shared by what begins a ticket and what routes it
// again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/draft.h"
#include "engine/locate.h"
#include "engine/route.h"

namespace whistle::engine {

// What a command says of its place. The clues view the location and the address, which outlive them.
[[nodiscard]] PlaceClues clues_of(const v1::Location& location, std::string_view address);
// Where that is by the rules in force; of a command of the journal, as it was found then.
[[nodiscard]] Place place_of(const Draft& draft, const v1::Location& location, std::string_view address);
// The place by codes of the ruleset.
void put_place(const Ruleset& rules, const Place& place, v1::LocatedPlace& message);

// What a ticket that is there asks the router: its kind, source and blower, or the community that blew it up, at the
// draft's time.
[[nodiscard]] RouteQuestion question_of(const Draft& draft, std::string_view category, std::string_view urgency);

// The day's next number, by the draft's time: (local day, counter).
[[nodiscard]] NumberParts next_number(const Draft& draft);

// Who led before, where somebody did, and what it takes with it.
struct FormerLead {
  std::string party;
  bool stays = false;                  // rule 11: it has missed a clock, so it stays assistant
  std::optional<Instant> resolve_due;  // of its running resolve clock
};
// Adds TicketDispatched for a routing by the ruleset in force.
struct RoutedDispatch {
  v1::DispatchCause cause{};
  const std::vector<PartyIndex>& assist;  // those of the routing that get a part now, numbered on from the ticket's
  std::string against;                    // complained about; empty: nobody
  FormerLead former{};                    // gets the part after the assistants', if it stays
};
void dispatch_by_rule(Draft& draft, const Routing& routing, const RoutedDispatch& how);
// The party that a routing complains about; empty: nobody. The desk is the last resort even of a complaint about the
// desk: rule 2 goes before rule 10.
[[nodiscard]] std::string against_of(const Ruleset& rules, const Routing& routing);

// Rule 4, for a ticket that is routed again: where the rules name a party whose return was granted, the lead that is
// goes on, and no part goes to it; the desk leads where the complaint is about the lead that is (rule 10).
void keep_returned_out(const Ruleset& rules, const Ticket& ticket, Routing& routing);

// Whether the routing names the party as lead, assistant or one to inform.
[[nodiscard]] bool reaches(const Ruleset& rules, const Routing& routing, std::string_view party);

// The limits that count for the ticket by the rules that it is pinned to.
[[nodiscard]] TicketLimits ticket_limits(const Draft& draft);
// Fresh ack, on-site and resolve clocks of the lead; the total clock is the caller's.
void start_lead_clocks(Draft& draft, const TicketLimits& limits);
// Fresh clocks of `count` assistants from `first_part` on: acknowledge, resolve, and of a community whistle on site.
void start_assistant_clocks(Draft& draft, std::size_t first_part, std::size_t count, const TicketLimits& limits);
// Rule 1 holds even where the district gives no limit that lasts until the ticket is resolved: then the total clock
// stands in as the dated reminder.
void keep_reminded(Draft& draft);

// ---- for a ticket that gets another lead (DOMAIN, Clocks: all fresh for the new lead, the total clock runs on) ----

// Stops the lead's clocks but the total one, and lets what it had asked for lapse. To be called before
// TicketDispatched.
[[nodiscard]] FormerLead relieve_lead(Draft& draft);
// Gives the last part, which is that of a former lead that stays, its own resolve clock as it stood.
void keep_former_lead(Draft& draft, const FormerLead& former);

// A lead that somebody named, not a rule: reassigned, returned, ruled.
struct NamedDispatch {
  v1::DispatchCause cause{};
  std::string lead;                 // may lead already
  std::vector<std::string> assist;  // get parts, unless they have them
};
// Relieves the lead that is and dispatches to the one named, all clocks fresh by the pinned rules. The former lead
// stays assistant where rule 11 wants it, but not one whose return was granted: that the work is not its own has been
// decided.
void dispatch_to(Draft& draft, const NamedDispatch& named);

}  // namespace whistle::engine
