#include "tests/simulation/people.h"

#include <algorithm>
#include <vector>

namespace whistle::tests {

namespace {

constexpr std::uint64_t kStranger = 20;  // one in so many acts is somebody's who has no business with it
constexpr std::uint64_t kOffShift = 25;  // somebody acts out of hours
constexpr std::uint64_t kLapsed = 15;    // somebody acts who has no part any more
constexpr std::uint64_t kByCredential = 3;
constexpr std::uint64_t kUnknownKey = 60;  // somebody comes with a key that stands for nobody
constexpr std::size_t kLooksForTwo = 4;

// A third works in office hours, a third early, a third at night; grid members walk in daylight.
bool on_shift(const View& view, std::size_t member) {
  const auto& calendar = view.state.in_force()->calendar;
  const auto second = view.now.us / 1'000'000 + calendar.offset_at(view.now);
  const auto hour = second / 3600 % 24;
  switch (member % 3) {
    case 0:
      return hour >= 8 && hour < 18;
    case 1:
      return hour >= 6 && hour < 14;
    default:
      return hour >= 18 || hour < 6;
  }
}

bool has_or_had_part(const engine::Ticket& ticket, const std::string& party) {
  return std::ranges::any_of(ticket.parts, [&](const engine::Part& part) { return part.party == party; }) ||
         std::ranges::any_of(ticket.hops, [&](const engine::Hop& hop) { return hop.party == party; });
}

}  // namespace

std::string named(const engine::Ticket& ticket) {
  return "ticket " + std::to_string(ticket.id.value);
}

v1::Actor speaking(const View& view, const std::string& member, Chance& chance) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(member);
  if (!chance.one_in(kByCredential)) return actor;
  if (chance.one_in(kUnknownKey)) {
    actor.Clear();
    actor.set_authentication(v1::AUTHENTICATION_CURVE);
    actor.set_credential(std::string(32, '?'));
    return actor;
  }
  for (const auto& [credential, identity] : view.state.identities) {
    if (identity.member != member || (identity.revoked && !chance.one_in(kStranger))) continue;
    actor.Clear();
    actor.set_authentication(v1::AUTHENTICATION_CURVE);
    actor.set_credential(credential);
    break;
  }
  return actor;
}

std::optional<engine::Ticket> any_ticket(const View& view, Chance& chance) {
  const auto& open = view.state.open_ids;
  if (open.empty()) return std::nullopt;
  auto at = open.upper_bound(engine::TicketId{chance.below(view.state.next_sequence.value)});
  if (at == open.end()) at = open.begin();
  return view.state.find_open(*at);
}

std::optional<engine::Ticket> any_ticket(const View& view, Chance& chance, v1::TicketState one, v1::TicketState other) {
  std::optional<engine::Ticket> ticket;
  for (std::size_t look = 0; look < kLooksForTwo; ++look) {
    ticket = any_ticket(view, chance);
    if (!ticket || ticket->state == one || ticket->state == other) break;
  }
  return ticket;
}

std::optional<std::string> somebody_of(const View& view, const engine::Ticket& ticket, v1::Role one, v1::Role other,
                                       Chance& chance) {
  if (chance.one_in(kStranger)) return chance.pick(view.setting.members);
  const auto& rules = *view.state.in_force();
  const bool anybody_goes = chance.one_in(kOffShift);
  const bool lapsed_too = chance.one_in(kLapsed);
  std::vector<std::string> there;
  for (std::size_t i = 0; i < rules.members.size(); ++i) {
    const auto& member = rules.members[i];
    if (!member.has(one) && !member.has(other)) continue;
    const auto& party = rules.party(member.party).code;
    if (lapsed_too ? !has_or_had_part(ticket, party) : !ticket.part_of(party)) continue;
    if (anybody_goes || on_shift(view, i)) there.push_back(member.code);
  }
  if (there.empty()) return std::nullopt;
  return chance.pick(there);
}

std::optional<std::string> somebody_working_for(const View& view, const std::string& party, Chance& chance) {
  const auto& rules = *view.state.in_force();
  std::vector<std::string> working;
  for (const auto& member : rules.members) {
    const bool acts = member.has(v1::ROLE_HANDLER) || member.has(v1::ROLE_GRID_MEMBER);
    if (acts && rules.party(member.party).code == party) working.push_back(member.code);
  }
  if (working.empty()) return std::nullopt;
  return chance.pick(working);
}

std::optional<std::string> somebody_with(const View& view, v1::Role role, Chance& chance) {
  std::vector<std::string> having;
  for (const auto& member : view.state.in_force()->members) {
    if (member.has(role)) having.push_back(member.code);
  }
  if (having.empty()) return std::nullopt;
  return chance.pick(having);
}

}  // namespace whistle::tests
