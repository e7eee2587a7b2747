#include "engine/verifier.h"

#include <algorithm>

#include "engine/duty.h"
#include "engine/ladder.h"
#include "engine/succession.h"

namespace whistle::engine {

namespace {

std::optional<std::string> party_at(const Ruleset& newest, const Ticket& ticket, v1::Tier tier) {
  const auto party = party_for_tier(newest, place_in(newest, ticket), tier);
  return party ? std::optional(newest.party(*party).code) : std::nullopt;
}

}  // namespace

std::string verifying_party(const Ruleset& newest, const Ticket& ticket) {
  for (const auto tier : {v1::TIER_COMMUNITY, v1::TIER_STREET}) {
    const auto party = party_at(newest, ticket, tier);
    if (party && !has_part(ticket, *party) && !is_complained_about(newest, ticket, *party)) return *party;
  }
  return newest.party(newest.desk).code;
}

bool has_part(const Ticket& ticket, std::string_view party) {
  return std::ranges::find(ticket.parts, party, &Part::party) != ticket.parts.end();
}

bool is_near(const State& state, const Standing& standing, const Ticket& ticket) {
  const auto* newest = state.in_force();
  if (newest == nullptr || !standing.has(v1::ROLE_GRID_MEMBER)) return false;
  const auto grid = area_in(*newest, ticket);
  if (grid && std::ranges::find(standing.grids, *grid) != standing.grids.end()) return true;
  return !standing.party_code.empty() && (standing.party_code == party_at(*newest, ticket, v1::TIER_COMMUNITY) ||
                                          standing.party_code == verifying_party(*newest, ticket));
}

bool verifies(const State& state, const Standing& standing, const Ticket& ticket) {
  return is_near(state, standing, ticket) && !has_part(ticket, standing.party_code) &&
         !is_complained_about(*state.in_force(), ticket, standing.party_code);
}

}  // namespace whistle::engine
