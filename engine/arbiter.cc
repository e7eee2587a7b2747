#include "engine/arbiter.h"

#include <algorithm>
#include <array>

#include "engine/duty.h"
#include "engine/ladder.h"

namespace whistle::engine {

namespace {

enum class Tier : std::uint8_t { Community, Street, Desk };

// The territorial parties of the ticket's place, from the lowest; absent where there is none.
struct Authorities {
  std::array<std::optional<std::string>, 3> at;
};

Authorities authorities_of(const Ruleset& newest, const Ticket& ticket) {
  const auto place = place_in(newest, ticket);
  const auto code = [&](v1::Tier tier) -> std::optional<std::string> {
    const auto party = party_for_tier(newest, place, tier);
    return party ? std::optional(newest.party(*party).code) : std::nullopt;
  };
  return {{code(v1::TIER_COMMUNITY), code(v1::TIER_STREET), newest.party(newest.desk).code}};
}

bool may_decide(const Ticket& ticket, const std::string& party) {
  return party != ticket.lead() && party != ticket.against;
}

// The lowest from that tier on that may decide; the desk where nobody else does.
std::string first_from(const Authorities& authorities, const Ticket& ticket, Tier lowest) {
  for (auto tier = static_cast<std::size_t>(lowest); tier < authorities.at.size(); ++tier) {
    const auto& party = authorities.at[tier];
    if (party && may_decide(ticket, *party)) return *party;
  }
  return *authorities.at.back();
}

bool is_firm_or_group(const Ruleset& newest, std::string_view party) {
  const auto index = newest.find_party(party);
  if (!index) return false;
  const auto kind = newest.party(*index).kind;
  return kind == v1::PARTY_KIND_PROPERTY_FIRM || kind == v1::PARTY_KIND_FALLBACK_FIRM ||
         kind == v1::PARTY_KIND_OWNERS_GROUP;
}

// Whether every area of the party lies in the street of the ticket's place; not of one without an area, or without a
// street.
bool lies_in_street(const Ruleset& newest, const Ticket& ticket, std::string_view party) {
  const auto place = area_in(newest, ticket);
  const auto street = place ? newest.ancestor_at(*place, v1::TIER_STREET) : std::nullopt;
  const auto index = newest.find_party_or_successor(party);
  if (!street || !index || newest.party(*index).areas.empty()) return false;
  return std::ranges::all_of(newest.party(*index).areas,
                             [&](AreaIndex area) { return newest.contains(*street, area); });
}

}  // namespace

std::string arbiter_of(const Ruleset& newest, const Ticket& ticket) {
  const auto authorities = authorities_of(newest, ticket);
  if (is_firm_or_group(newest, ticket.lead())) return first_from(authorities, ticket, Tier::Community);
  const bool one_street = lies_in_street(newest, ticket, ticket.lead());
  return first_from(authorities, ticket, one_street ? Tier::Street : Tier::Desk);
}

std::string convener_of(const Ruleset& newest, const Ticket& ticket) {
  const bool one_street =
      std::ranges::all_of(ticket.hops, [&](const Hop& hop) { return lies_in_street(newest, ticket, hop.party); });
  return first_from(authorities_of(newest, ticket), ticket, one_street ? Tier::Street : Tier::Desk);
}

std::optional<std::string> arbiter_above(const Ruleset& newest, const Ticket& ticket, std::string_view arbiter) {
  const auto authorities = authorities_of(newest, ticket);
  const auto own = std::ranges::find(authorities.at, std::optional(std::string(arbiter)));
  const auto tier = own == authorities.at.end() ? authorities.at.size() - 1  // of another district's rules: the desk
                                                : static_cast<std::size_t>(own - authorities.at.begin()) + 1;
  if (tier >= authorities.at.size()) return std::nullopt;
  return first_from(authorities, ticket, static_cast<Tier>(tier));
}

}  // namespace whistle::engine
