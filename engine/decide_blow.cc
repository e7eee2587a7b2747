// BlowWhistle: a ticket begins. Place, duty, limits, clocks; DOMAIN's Routing and Clocks.
#include <algorithm>

#include "engine/approval.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/group.h"

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
  if (auto known = check_known(*draft.newest, command.category(), command.urgency()); !known) return known;
  if (command.anonymous() && command.personal().has_reporter()) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "reporter"}, {"why", "an anonymous whistle holds no reporter"}});
  }
  if (auto time = check_time(draft, command); !time) return time;
  return check_point(command.location());
}

void add_blown(Draft& draft, const Place& place, const Routing& routing) {
  const auto& rules = *draft.newest;
  v1::Event event;
  auto& blown = *event.mutable_whistle_blown();
  const auto number = next_number(draft);
  blown.set_local_day(number.local_day);
  blown.set_day_counter(number.day_counter);
  put_place(rules, place, *blown.mutable_place());
  blown.set_urgency(rules.urgency(routing.urgency).name);
  blown.set_hours(routing.hours);
  blown.set_blower_party(draft.standing.party_code);
  draft.add(std::move(event));
}

}  // namespace

Decided<void> decide_blow_whistle(Draft& draft, const v1::BlowWhistle& command) {
  if (auto checked = check(draft, command); !checked) return checked;
  const auto& rules = *draft.newest;
  const auto place = place_of(draft, command.location(), command.personal().address());
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
  const auto limits = limits_of(rules, question.category, routing.urgency);
  if (needs_approval(rules, question.category)) {
    await_approval(draft, place, *question.category, routing);
    start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, limits.total);
    note_repetition(draft);
    return {};
  }
  dispatch_by_rule(draft, routing, {v1::DISPATCH_CAUSE_BLOWN, routing.assist, against_of(rules, routing)});
  start_lead_clocks(draft, limits);
  start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, limits.total);
  start_assistant_clocks(draft, 1, routing.assist.size(), limits);
  keep_reminded(draft);
  note_repetition(draft);
  return {};
}

}  // namespace whistle::engine
