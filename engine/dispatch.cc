#include "engine/dispatch.h"

#include <algorithm>

#include "engine/ladder.h"
#include "engine/request.h"
#include "engine/succession.h"
#include "engine/venue.h"

namespace whistle::engine {

namespace {

v1::LeadFallback fallback_of(Fallback fallback) {
  switch (fallback) {
    case Fallback::None:
      return v1::LEAD_FALLBACK_UNSPECIFIED;
    case Fallback::Community:
      return v1::LEAD_FALLBACK_COMMUNITY;
    case Fallback::Desk:
      return v1::LEAD_FALLBACK_DESK;
  }
  return v1::LEAD_FALLBACK_UNSPECIFIED;
}

// Parts are numbered on.
v1::PartAssigned& add_assist(v1::TicketDispatched& dispatched, std::uint32_t first_part, const std::string& party) {
  auto& assistant = *dispatched.add_assist();
  assistant.set_part(first_part + static_cast<std::uint32_t>(dispatched.assist_size()) - 1);
  assistant.set_party(party);
  return assistant;
}

bool assists(const v1::TicketDispatched& dispatched, std::string_view party) {
  return std::ranges::any_of(dispatched.assist(), [&](const v1::PartAssigned& part) { return part.party() == party; });
}

}  // namespace

PlaceClues clues_of(const v1::Location& location, std::string_view address) {
  PlaceClues clues;
  if (location.has_point()) clues.point = Point{location.point().lat_e7(), location.point().lon_e7()};
  clues.estate = location.estate();
  clues.grid = location.grid();
  clues.legacy_system = location.legacy().system();
  clues.legacy_code = location.legacy().code();
  clues.area = location.area();
  clues.address = address;
  return clues;
}

Place place_of(const Draft& draft, const v1::Location& location, std::string_view address) {
  const auto& rules = *draft.newest;
  const auto* located = draft.input.located;
  if (located == nullptr) return locate(rules, clues_of(location, address));
  Place place;
  place.how = located->how();
  place.place_class = located->place_class();
  if (!located->estate().empty()) place.estate = rules.find_estate(located->estate());
  if (!located->area().empty()) place.area = rules.find_area(located->area());
  for (const int flag : located->flags())
    place.flags.push_back(static_cast<v1::RouteFlag>(flag));
  return place;
}

void put_place(const Ruleset& rules, const Place& place, v1::LocatedPlace& message) {
  message.set_how(place.how);
  message.set_place_class(place.place_class);
  if (place.estate) message.set_estate(rules.estate(*place.estate).code);
  if (place.area) message.set_area(rules.area(*place.area).code);
  for (const auto flag : place.flags)
    message.add_flags(flag);
}

RouteQuestion question_of(const Draft& draft, std::string_view category, std::string_view urgency) {
  const auto& rules = *draft.newest;
  RouteQuestion question;
  const auto& caller = draft.ticket.whistled_up_by;
  question.kind = draft.ticket.kind;
  question.source = caller.empty() ? draft.ticket.source : v1::SOURCE_COMMUNITY;
  if (!category.empty()) question.category = rules.find_category(category);
  if (!urgency.empty()) question.urgency = rules.find_urgency(urgency);
  question.blower = rules.find_party(caller.empty() ? draft.ticket.blower_party : caller);
  question.at = draft.at;
  return question;
}

NumberParts next_number(const Draft& draft) {
  const auto day = draft.newest->calendar.local_day(draft.at);
  return {day, day == draft.state.counter_day ? draft.state.day_counter + 1 : 1};
}

void dispatch_by_rule(Draft& draft, const Routing& routing, const RoutedDispatch& how) {
  const auto& rules = *draft.newest;
  v1::Event event;
  auto& dispatched = *event.mutable_ticket_dispatched();
  dispatched.set_cause(how.cause);
  dispatched.set_lead(rules.party(routing.lead).code);
  dispatched.set_rule(rules.route(routing.rule).id);
  dispatched.set_fallback(fallback_of(routing.fallback));
  const auto first_part = static_cast<std::uint32_t>(std::max<std::size_t>(draft.ticket.parts.size(), 1));
  for (const auto party : how.assist)
    add_assist(dispatched, first_part, rules.party(party).code);
  if (how.former.stays) {
    add_assist(dispatched, first_part, how.former.party).set_owed(true);
  } else if (how.former.party != dispatched.lead() && !assists(dispatched, how.former.party)) {
    dispatched.set_former(how.former.party);
  }
  for (const auto party : routing.inform)
    dispatched.add_inform(rules.party(party).code);
  dispatched.set_against(how.against);
  dispatched.set_hand_off(std::string(routing.hand_off));
  if (routing.ladder) dispatched.set_ladder(rules.ladder(*routing.ladder).name);
  dispatched.set_assist_unfound(routing.assist_unfound);
  if (const auto venue = venue_for(rules, draft.ticket)) dispatched.set_venue(rules.venue(*venue).code);
  draft.add(std::move(event));
}

std::string against_of(const Ruleset& rules, const Routing& routing) {
  if (!routing.against || *routing.against == routing.lead) return {};
  return rules.party(*routing.against).code;
}

void keep_returned_out(const Ruleset& rules, const Ticket& ticket, Routing& routing) {
  const auto returned = [&](PartyIndex party) { return was_returned(rules, ticket, rules.party(party).code); };
  std::erase_if(routing.assist, returned);
  if (!returned(routing.lead)) return;
  routing.lead = rules.find_party(ticket.lead()).value_or(rules.desk);
  if (routing.lead == routing.against) routing.lead = rules.desk;
  std::erase(routing.assist, routing.lead);
}

bool reaches(const Ruleset& rules, const Routing& routing, std::string_view party) {
  const auto is_it = [&](PartyIndex index) { return rules.party(index).code == party; };
  return is_it(routing.lead) || std::ranges::any_of(routing.assist, is_it) ||
         std::ranges::any_of(routing.inform, is_it);
}

TicketLimits ticket_limits(const Draft& draft) {
  const auto& rules = *draft.pinned;
  const auto urgency = rules.find_urgency(draft.ticket.urgency).value_or(rules.lowest_urgency());
  return limits_of(rules, rules.find_category(draft.ticket.category), urgency);
}

void start_lead_clocks(Draft& draft, const TicketLimits& limits) {
  start_clock(draft, 0, v1::CLOCK_KIND_ACK, limits.ack);
  start_clock(draft, 0, v1::CLOCK_KIND_ON_SITE, limits.on_site);
  start_clock(draft, 0, v1::CLOCK_KIND_RESOLVE, limits.resolve);
}

void start_assistant_clocks(Draft& draft, std::size_t first_part, std::size_t count, const TicketLimits& limits) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = static_cast<std::uint32_t>(first_part + i);
    start_clock(draft, part, v1::CLOCK_KIND_ACK, limits.ack);
    // Whom a community calls has to come, whoever leads: the roll-call.
    if (draft.ticket.kind == v1::WHISTLE_KIND_COMMUNITY)
      start_clock(draft, part, v1::CLOCK_KIND_ON_SITE, limits.on_site);
    start_clock(draft, part, v1::CLOCK_KIND_RESOLVE, limits.resolve);
  }
}

void keep_reminded(Draft& draft) {
  if (draft.ticket.find_clock(0, v1::CLOCK_KIND_TOTAL) != nullptr) return;
  if (draft.ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE) != nullptr) return;
  start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, Limit{1, v1::LIMIT_UNIT_WORKING_DAYS});
}

FormerLead relieve_lead(Draft& draft) {
  let_request_lapse(draft);
  FormerLead former;
  former.party = draft.ticket.lead();
  former.stays = std::ranges::any_of(draft.ticket.clocks, [&](const Clock& clock) {
    return clock.part == 0 && clock.phase == v1::CLOCK_PHASE_MISSED && clock.party == former.party;
  });
  const auto* resolve = draft.ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE);
  if (resolve != nullptr && resolve->phase != v1::CLOCK_PHASE_MISSED) former.resolve_due = resolve->due;
  for (const auto kind : {v1::CLOCK_KIND_ACK, v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE})
    stop_clock(draft, 0, kind);
  return former;
}

void keep_former_lead(Draft& draft, const FormerLead& former) {
  if (!former.stays || !former.resolve_due) return;
  const auto part = static_cast<std::uint32_t>(draft.ticket.parts.size() - 1);
  start_clock_due(draft, part, v1::CLOCK_KIND_RESOLVE, *former.resolve_due);
}

void dispatch_to(Draft& draft, const NamedDispatch& named) {
  auto former = relieve_lead(draft);
  former.stays = former.stays && former.party != named.lead && !was_returned(*draft.newest, draft.ticket, former.party);
  release_assisting(draft, named.lead);
  const auto first_part = static_cast<std::uint32_t>(draft.ticket.parts.size());
  v1::Event event;
  auto& dispatched = *event.mutable_ticket_dispatched();
  dispatched.set_cause(named.cause);
  dispatched.set_lead(named.lead);
  const auto* ladder = ladder_of(*draft.pinned, *draft.newest, draft.ticket, /*part=*/0, named.lead);
  if (ladder != nullptr) dispatched.set_ladder(ladder->name);
  for (const auto& party : named.assist) {
    if (party == former.party ? former.stays : draft.ticket.part_of(party).has_value()) continue;
    add_assist(dispatched, first_part, party);
  }
  const auto joined = static_cast<std::size_t>(dispatched.assist_size());
  if (former.stays) {
    add_assist(dispatched, first_part, former.party).set_owed(true);
  } else if (former.party != named.lead && !assists(dispatched, former.party)) {
    dispatched.set_former(former.party);
  }
  draft.add(std::move(event));
  const auto limits = ticket_limits(draft);
  start_lead_clocks(draft, limits);
  start_assistant_clocks(draft, first_part, joined, limits);
  keep_former_lead(draft, former);
  keep_reminded(draft);
}

}  // namespace whistle::engine
