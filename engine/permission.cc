#include "engine/permission.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/ladder.h"
#include "engine/succession.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t bit(v1::Role role) {
  return 1U << static_cast<unsigned>(role);
}

struct OwnWord {
  std::string_view member;
  std::uint32_t roles;
};

// The engine's own words and what they may. The operator's commands are named one by one in decide_rules.cc.
constexpr std::array<OwnWord, 6> kOwnWords = {{{kEngineMember, 0},
                                               {kOperatorMember, 0},
                                               {kAdminMember, bit(v1::ROLE_ADMIN)},
                                               {kPlainMember, bit(v1::ROLE_INTAKE) | bit(v1::ROLE_GRID_MEMBER) |
                                                                  bit(v1::ROLE_DISPATCHER) | bit(v1::ROLE_PLATFORM)},
                                               {kResidentMember, bit(v1::ROLE_INTAKE)},
                                               {kAnybodyMember, 0}}};

std::optional<std::string> member_of(const State& state, const v1::Actor& actor, Instant now) {
  switch (actor.authentication()) {
    case v1::AUTHENTICATION_ENGINE:
      return std::string(kEngineMember);
    case v1::AUTHENTICATION_OPERATOR:
      return std::string(kOperatorMember);
    case v1::AUTHENTICATION_CURVE: {
      const auto* identity = state.find_identity(actor.credential());
      if (identity == nullptr) return std::nullopt;
      return identity->member;
    }
    case v1::AUTHENTICATION_PLAIN:
      if (actor.member().empty()) return std::string(kPlainMember);
      // A claim may name any member of the ruleset, but not the engine's own words.
      if (actor.member().front() == '@' && actor.member() != kPlainMember) return std::nullopt;
      return actor.member();
    case v1::AUTHENTICATION_TOKEN: {
      const auto* identity = state.find_token(actor.credential(), now);
      if (identity == nullptr) return std::nullopt;
      return identity->member;
    }
    case v1::AUTHENTICATION_TICKET_TOKEN:
      // The link is a right to one ticket and makes nobody a member.
      if (!actor.acting_for_resident()) return std::nullopt;
      return std::string(kResidentMember);
    case v1::AUTHENTICATION_NOBODY:
      return std::string(kAnybodyMember);
    case v1::AUTHENTICATION_UNSPECIFIED:
    case v1::Authentication_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Authentication_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return std::nullopt;
}

// It has to decide what the lead asks, so it reads what the lead says.
bool arbitrates(const Standing& standing, const Ticket& ticket) {
  return standing.has(v1::ROLE_ARBITER) && ticket.request && ticket.request->arbiter == standing.party_code;
}

bool works_on(const Standing& standing, const Ticket& ticket) {
  return std::ranges::any_of(ticket.parts, [&](const Part& part) { return part.party == standing.party_code; });
}

Decided<Standing> own_standing(const State& state, const v1::Actor& actor, Instant now) {
  const auto unknown = [](const std::string& member) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", member}});
  };
  const auto code = member_of(state, actor, now);
  if (!code) return unknown(actor.member());
  Standing standing;
  standing.member = *code;
  const auto own = std::ranges::find(kOwnWords, std::string_view(*code), &OwnWord::member);
  if (own != kOwnWords.end()) {
    standing.roles = own->roles;
    return standing;
  }
  const auto* newest = state.in_force();
  const auto index = newest == nullptr ? std::nullopt : newest->find_member(*code);
  if (!index) return unknown(*code);
  const auto& member = newest->member(*index);
  standing.roles = member.roles;
  standing.party = member.party;
  standing.party_code = newest->party(member.party).code;
  standing.party_kind = newest->party(member.party).kind;
  standing.grids = member.grids;
  return standing;
}

Decided<Standing> for_resident(const Standing& own) {
  if (!own.has(v1::ROLE_INTAKE)) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "intake"}});
  Standing standing;
  standing.member = own.member;
  standing.for_resident = true;
  return standing;
}

Decided<Standing> for_member(const State& state, Standing own, const std::string& code) {
  const auto* newest = state.in_force();
  const auto index = newest == nullptr ? std::nullopt : newest->find_member(code);
  const bool same_party = index && own.party && newest->member(*index).party == *own.party;
  if (!same_party || !own.has(v1::ROLE_DISPATCHER)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "dispatcher of the member's party"}});
  }
  own.roles = newest->member(*index).roles & (bit(v1::ROLE_HANDLER) | bit(v1::ROLE_GRID_MEMBER));
  own.grids = newest->member(*index).grids;
  return own;
}

v1::Actor actor_of(std::string_view member, v1::Authentication authentication) {
  v1::Actor actor;
  actor.set_member(std::string(member));
  actor.set_authentication(authentication);
  return actor;
}

}  // namespace

v1::Actor engine_actor() {
  return actor_of(kEngineMember, v1::AUTHENTICATION_ENGINE);
}

v1::Actor operator_actor() {
  return actor_of(kOperatorMember, v1::AUTHENTICATION_OPERATOR);
}

bool is_proven(const v1::Actor& actor) {
  return actor.authentication() == v1::AUTHENTICATION_CURVE || actor.authentication() == v1::AUTHENTICATION_TOKEN;
}

Decided<Standing> standing_of(const State& state, const v1::Actor& actor, Instant now) {
  auto own = own_standing(state, actor, now);
  if (!own) return own;
  if (actor.acting_for_resident()) return for_resident(*own);
  if (!actor.acting_for().empty()) return for_member(state, *std::move(own), actor.acting_for());
  return own;
}

Sight sight_of(const State& state, const Standing& standing, const Ticket& ticket) {
  if (standing.for_resident) return Sight::Resident;
  const auto* newest = state.in_force();
  if (newest != nullptr && is_complained_about(*newest, ticket, standing.party_code)) return Sight::Mention;
  if (standing.has(v1::ROLE_SUPERVISOR) || standing.has(v1::ROLE_AUDITOR)) return Sight::Work;
  if (standing.member == ticket.blower) return Sight::Work;
  if (standing.party_code.empty()) return Sight::Nothing;
  if (works_on(standing, ticket) || arbitrates(standing, ticket)) return Sight::Work;
  if (ticket.state == v1::TICKET_STATE_VERIFYING && verifies(state, standing, ticket)) return Sight::Work;
  const auto listed = [&](const std::vector<std::string>& parties) {
    return newest != nullptr && is_among(*newest, parties, standing.party_code);
  };
  const bool led = std::ranges::any_of(ticket.hops, [&](const Hop& hop) { return hop.party == standing.party_code; });
  const bool called = ticket.request && listed(ticket.request->parties);
  const bool charged = ticket.find_charge(standing.party_code) != nullptr;
  if (led || called || charged || listed(ticket.inform) || listed(ticket.supervised_by) ||
      oversees(state, standing, ticket))
    return Sight::Record;
  return Sight::Nothing;
}

bool oversees(const State& state, const Standing& standing, const Ticket& ticket) {
  if (!standing.has(v1::ROLE_DISPATCHER) && !standing.has(v1::ROLE_ARBITER)) return false;
  const auto* newest = state.in_force();
  if (newest == nullptr || !standing.party) return false;
  if (standing.party_kind == v1::PARTY_KIND_DESK) return true;
  if (standing.party_kind != v1::PARTY_KIND_COMMUNITY && standing.party_kind != v1::PARTY_KIND_STREET) return false;
  const auto area = area_in(*newest, ticket);
  return area && std::ranges::any_of(newest->party(*standing.party).areas,
                                     [&](AreaIndex outer) { return newest->contains(outer, *area); });
}

bool tier_contains(const State& state, const Standing& standing, std::string_view party) {
  const auto* newest = state.in_force();
  if (newest == nullptr || !standing.party) return false;
  if (standing.party_kind == v1::PARTY_KIND_DESK) return true;
  if (standing.party_kind != v1::PARTY_KIND_COMMUNITY && standing.party_kind != v1::PARTY_KIND_STREET) return false;
  const auto inner = newest->find_party(party);
  if (!inner || newest->party(*inner).areas.empty()) return false;
  const auto& territory = newest->party(*standing.party).areas;
  return std::ranges::all_of(newest->party(*inner).areas, [&](AreaIndex area) {
    return std::ranges::any_of(territory, [&](AreaIndex outer) { return newest->contains(outer, area); });
  });
}

bool reads_raw_journal(const Standing& standing) {
  return standing.has(v1::ROLE_AUDITOR) || standing.has(v1::ROLE_SUPERVISOR);
}

}  // namespace whistle::engine
