// BlowWhistle: a ticket begins. Place, duty, limits, clocks; DOMAIN's Routing and Clocks.
#include <algorithm>

#include "engine/draft.h"
#include "engine/locate.h"
#include "engine/route.h"

namespace whistle::engine {

namespace {

// A clock of the sender may be ahead of ours by this much; more is an impossible time, not a fast watch.
constexpr Duration kAheadMax = minutes(10);

constexpr std::int32_t kLatE7Max = 900'000'000;
constexpr std::int32_t kLonE7Max = 1'800'000'000;

// Each source has its own identities. Source: DOMAIN, "Who may".
bool may_blow_from(const Standing& standing, v1::Source source) {
  switch (source) {
    case v1::SOURCE_RESIDENT:
      return standing.has(v1::ROLE_INTAKE);
    case v1::SOURCE_HOTLINE:
      return standing.has(v1::ROLE_INTAKE) || standing.has(v1::ROLE_PLATFORM);
    case v1::SOURCE_GRID_MEMBER:
      return standing.has(v1::ROLE_GRID_MEMBER);
    case v1::SOURCE_COMMUNITY:
      if (!standing.has(v1::ROLE_DISPATCHER)) return false;
      return standing.party_kind == v1::PARTY_KIND_COMMUNITY || standing.party_kind == v1::PARTY_KIND_STREET ||
             standing.member == kPlainMember;
    case v1::SOURCE_PLATFORM:
      return standing.has(v1::ROLE_PLATFORM);
    case v1::SOURCE_SENSOR:
      return standing.has(v1::ROLE_PLATFORM) || standing.has(v1::ROLE_INTAKE);
    case v1::SOURCE_UNSPECIFIED:
    case v1::Source_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Source_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}

const char* needed_for(v1::Source source) {
  switch (source) {
    case v1::SOURCE_RESIDENT:
      return "intake";
    case v1::SOURCE_HOTLINE:
    case v1::SOURCE_SENSOR:
      return "intake or platform";
    case v1::SOURCE_GRID_MEMBER:
      return "grid_member";
    case v1::SOURCE_COMMUNITY:
      return "dispatcher of a community or street";
    case v1::SOURCE_PLATFORM:
    case v1::SOURCE_UNSPECIFIED:
    case v1::Source_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Source_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "platform";
}

Decided<void> check_time(const Draft& draft, const v1::BlowWhistle& command) {
  const Instant occurred{command.occurred_at_us()};
  if (command.occurred_at_us() == 0) return {};
  if (occurred < kInstantMin || occurred > kInstantMax || occurred > draft.at + kAheadMax) {
    return reject(v1::REFUSAL_CODE_TIME_IMPOSSIBLE, {{"field", "occurred_at"}, {"time", std::to_string(occurred.us)}});
  }
  return {};
}

Decided<void> check_point(const v1::Location& location) {
  if (!location.has_point()) return {};
  const auto lat = location.point().lat_e7();
  const auto lon = location.point().lon_e7();
  if (lat < -kLatE7Max || lat > kLatE7Max || lon < -kLonE7Max || lon > kLonE7Max) {
    return reject(v1::REFUSAL_CODE_POINT_IMPOSSIBLE,
                  {{"lat_e7", std::to_string(lat)}, {"lon_e7", std::to_string(lon)}});
  }
  return {};
}

Decided<void> check(const Draft& draft, const v1::BlowWhistle& command) {
  if (!may_blow_from(draft.standing, command.source())) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", needed_for(command.source())}});
  }
  if (draft.newest == nullptr) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "ruleset"}});
  if (!command.category().empty() && !draft.newest->find_category(command.category())) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_CATEGORY, {{"category", command.category()}});
  }
  if (!command.urgency().empty() && !draft.newest->find_urgency(command.urgency())) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_URGENCY, {{"urgency", command.urgency()}});
  }
  if (command.anonymous() && command.personal().has_reporter()) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "reporter"}, {"why", "an anonymous whistle holds no reporter"}});
  }
  if (auto time = check_time(draft, command); !time) return time;
  return check_point(command.location());
}

PlaceClues clues_of(const v1::BlowWhistle& command) {
  const auto& location = command.location();
  PlaceClues clues;
  if (location.has_point()) clues.point = Point{location.point().lat_e7(), location.point().lon_e7()};
  clues.estate = location.estate();
  clues.grid = location.grid();
  clues.legacy_system = location.legacy().system();
  clues.legacy_code = location.legacy().code();
  clues.area = location.area();
  clues.address = command.personal().address();
  return clues;
}

void add_blown(Draft& draft, const Place& place, const Routing& routing) {
  const auto& rules = *draft.newest;
  v1::Event event;
  auto& blown = *event.mutable_whistle_blown();
  const auto day = rules.calendar.local_day(draft.at);
  blown.set_local_day(day);
  blown.set_day_counter(day == draft.state.counter_day ? draft.state.day_counter + 1 : 1);
  blown.mutable_place()->set_how(place.how);
  blown.mutable_place()->set_place_class(place.place_class);
  if (place.estate) blown.mutable_place()->set_estate(rules.estate(*place.estate).code);
  if (place.area) blown.mutable_place()->set_area(rules.area(*place.area).code);
  for (const auto flag : place.flags)
    blown.mutable_place()->add_flags(flag);
  blown.set_urgency(rules.urgency(routing.urgency).name);
  blown.set_hours(routing.hours);
  blown.set_blower_party(draft.standing.party_code);
  draft.add(std::move(event));
}

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

void add_dispatched(Draft& draft, const Routing& routing) {
  const auto& rules = *draft.newest;
  v1::Event event;
  auto& dispatched = *event.mutable_ticket_dispatched();
  dispatched.set_cause(v1::DISPATCH_CAUSE_BLOWN);
  dispatched.set_lead(rules.party(routing.lead).code);
  dispatched.set_rule(rules.route(routing.rule).id);
  dispatched.set_fallback(fallback_of(routing.fallback));
  std::uint32_t part = 0;
  for (const auto party : routing.assist) {
    auto* assistant = dispatched.add_assist();
    assistant->set_part(++part);
    assistant->set_party(rules.party(party).code);
  }
  for (const auto party : routing.inform)
    dispatched.add_inform(rules.party(party).code);
  // The desk is the last resort even of a complaint about the desk: rule 2 goes before rule 10.
  if (routing.against && *routing.against != routing.lead) dispatched.set_against(rules.party(*routing.against).code);
  dispatched.set_hand_off(std::string(routing.hand_off));
  if (routing.ladder) dispatched.set_ladder(rules.ladder(*routing.ladder).name);
  dispatched.set_assist_unfound(routing.assist_unfound);
  draft.add(std::move(event));
}

void start_clocks(Draft& draft, const Routing& routing, const TicketLimits& limits) {
  start_clock(draft, 0, v1::CLOCK_KIND_ACK, limits.ack);
  start_clock(draft, 0, v1::CLOCK_KIND_ON_SITE, limits.on_site);
  start_clock(draft, 0, v1::CLOCK_KIND_RESOLVE, limits.resolve);
  start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, limits.total);
  for (std::uint32_t part = 1; part <= routing.assist.size(); ++part) {
    start_clock(draft, part, v1::CLOCK_KIND_ACK, limits.ack);
    start_clock(draft, part, v1::CLOCK_KIND_RESOLVE, limits.resolve);
  }
  // Rule 1 holds even where the district gives no limit at all: then the total clock stands in as the dated reminder.
  if (draft.ticket.clocks.empty()) start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, Limit{1, v1::LIMIT_UNIT_WORKING_DAYS});
}

}  // namespace

Decided<void> decide_blow_whistle(Draft& draft, const v1::BlowWhistle& command) {
  if (auto checked = check(draft, command); !checked) return checked;
  const auto& rules = *draft.newest;
  const auto place = locate(rules, clues_of(command));
  RouteQuestion question;
  question.kind = command.kind();
  question.source = command.source();
  if (!command.category().empty()) question.category = rules.find_category(command.category());
  if (!command.urgency().empty()) question.urgency = rules.find_urgency(command.urgency());
  question.blower = draft.standing.party;
  question.at = draft.at;
  const auto routing = route(rules, place, question);
  draft.pinned = draft.newest;
  draft.entry.set_ticket(draft.entry.sequence());
  add_blown(draft, place, routing);
  add_dispatched(draft, routing);
  start_clocks(draft, routing, limits_of(rules, question.category, routing.urgency));
  return {};
}

}  // namespace whistle::engine
