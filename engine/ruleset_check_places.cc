// Checks of territory, geometry and people.
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/ruleset_check.h"

namespace whistle::engine {
namespace {

constexpr std::int64_t kLatitudeMax = 900'000'000;
constexpr std::int64_t kLongitudeMax = 1'800'000'000;

bool is_grid(const v1::Territory& territory, std::uint32_t area) {
  return area < static_cast<std::uint32_t>(territory.areas_size()) &&
         territory.areas(static_cast<int>(area)).tier() == v1::TIER_GRID;
}

template <typename List>
bool all_grids(const v1::Territory& territory, const List& areas) {
  return std::all_of(areas.begin(), areas.end(), [&](std::uint32_t area) { return is_grid(territory, area); });
}

Fault fault_in_areas(const v1::Territory& territory) {
  constexpr std::string_view kList = "territory.areas";
  const auto& areas = territory.areas();
  if (const int at = first_out_of_order(areas); at >= 0)
    return fault_at(kList, at, areas[at].code(), "codes must ascend");
  int districts = 0;
  for (int i = 0; i < areas.size(); ++i) {
    const v1::Area& area = areas[i];
    if (!known(area.tier(), v1::TIER_GRID)) return fault_at(kList, i, area.code(), "unknown tier");
    if (area.tier() == v1::TIER_DISTRICT) {
      ++districts;
      if (area.has_parent_index()) return fault_at(kList, i, area.code(), "the district has no parent");
      continue;
    }
    if (!area.has_parent_index() || area.parent_index() >= static_cast<std::uint32_t>(areas.size()))
      return fault_at(kList, i, area.code(), "no such parent");
    if (areas[static_cast<int>(area.parent_index())].tier() != area.tier() - 1)
      return fault_at(kList, i, area.code(), "the parent must be of the tier above");
  }
  if (districts != 1) return RulesetError{"territory.areas: exactly one district is needed"};
  return std::nullopt;
}

Fault fault_in_estates(const v1::Territory& territory, int parties) {
  constexpr std::string_view kList = "territory.estates";
  const auto& estates = territory.estates();
  if (const int at = first_out_of_order(estates); at >= 0)
    return fault_at(kList, at, estates[at].code(), "codes must ascend");
  for (int i = 0; i < estates.size(); ++i) {
    const v1::Estate& estate = estates[i];
    if (!known(estate.type(), v1::ESTATE_TYPE_UNMANAGED)) return fault_at(kList, i, estate.code(), "unknown type");
    if (estate.grid_indexes().empty() || !strictly_ascending(estate.grid_indexes()) ||
        !all_grids(territory, estate.grid_indexes()))
      return fault_at(kList, i, estate.code(), "needs grids, ascending");
    if (estate.party_index() >= static_cast<std::uint32_t>(parties))
      return fault_at(kList, i, estate.code(), "no such party");
  }
  return std::nullopt;
}

Fault fault_in_words(const v1::Territory& territory) {
  const auto& legacy = territory.legacy_grids();
  for (int i = 0; i < legacy.size(); ++i) {
    if (i > 0 &&
        !(std::tie(legacy[i - 1].system(), legacy[i - 1].code()) < std::tie(legacy[i].system(), legacy[i].code())))
      return fault_at("territory.legacy_grids", i, legacy[i].code(), "systems and codes must ascend");
    if (!is_grid(territory, legacy[i].grid_index()))
      return fault_at("territory.legacy_grids", i, legacy[i].code(), "no such grid");
  }
  const auto& aliases = territory.aliases();
  for (int i = 0; i < aliases.size(); ++i) {
    const v1::Alias& alias = aliases[i];
    if (alias.text().empty() || (i > 0 && !(aliases[i - 1].text() < alias.text())))
      return fault_at("territory.aliases", i, alias.text(), "texts must ascend");
    const bool found = alias.has_estate_index()
                           ? alias.estate_index() < static_cast<std::uint32_t>(territory.estates_size())
                           : alias.has_grid_index() && is_grid(territory, alias.grid_index());
    if (!found) return fault_at("territory.aliases", i, alias.text(), "no such estate or grid");
  }
  const auto& venues = territory.venues();
  if (const int at = first_out_of_order(venues); at >= 0)
    return fault_at("territory.venues", at, venues[at].code(), "codes must ascend");
  for (int i = 0; i < venues.size(); ++i) {
    if (venues[i].area_index() >= static_cast<std::uint32_t>(territory.areas_size()))
      return fault_at("territory.venues", i, venues[i].code(), "no such area");
  }
  return std::nullopt;
}

bool is_sound(const v1::Ring& ring) {
  if (ring.deltas_size() < 6 || ring.deltas_size() % 2 != 0) return false;
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  for (int i = 0; i < ring.deltas_size(); i += 2) {
    lat += ring.deltas(i);
    lon += ring.deltas(i + 1);
    if (lat < -kLatitudeMax || lat > kLatitudeMax || lon < -kLongitudeMax || lon > kLongitudeMax) return false;
  }
  return true;
}

template <typename Exists>
Fault fault_in_shapes(const google::protobuf::RepeatedPtrField<v1::Shape>& shapes, std::string_view list,
                      Exists exists) {
  for (int i = 0; i < shapes.size(); ++i) {
    const v1::Shape& shape = shapes[i];
    if (i > 0 && shapes[i - 1].index() >= shape.index()) return fault_at(list, i, "", "indexes must ascend");
    if (!exists(shape.index())) return fault_at(list, i, "", "nothing has this index");
    if (shape.polygons().empty()) return fault_at(list, i, "", "no polygon");
    for (const v1::Polygon& polygon : shape.polygons()) {
      if (polygon.rings().empty() || !std::all_of(polygon.rings().begin(), polygon.rings().end(), is_sound))
        return fault_at(list, i, "", "rings need three corners or more, on the globe");
    }
  }
  return std::nullopt;
}

// Of a duty, and of the communities and the streets, one area knows one party.
Fault fault_in_competence(const v1::People& people) {
  std::vector<std::tuple<std::string_view, std::uint32_t, int>> seats;
  for (int i = 0; i < people.parties_size(); ++i) {
    const v1::Party& party = people.parties(i);
    for (const std::uint32_t area : party.area_indexes()) {
      for (const std::string& duty : party.duties())
        seats.emplace_back(duty, area, i);
      if (party.kind() == v1::PARTY_KIND_COMMUNITY) seats.emplace_back(":community", area, i);
      if (party.kind() == v1::PARTY_KIND_STREET) seats.emplace_back(":street", area, i);
    }
  }
  std::sort(seats.begin(), seats.end());
  for (std::size_t i = 1; i < seats.size(); ++i) {
    const auto& [word, area, party] = seats[i];
    if (std::get<0>(seats[i - 1]) != word || std::get<1>(seats[i - 1]) != area) continue;
    return fault_at("people.parties", party, people.parties(party).code(),
                    "another party is \"" + std::string(word) + "\" in the same area");
  }
  return std::nullopt;
}

// The party above a party, above that one, ... must come to an end.
bool heads_end(const v1::People& people, int party) {
  int steps = 0;
  for (const v1::Party* at = &people.parties(party); at->has_head_index(); ++steps) {
    if (steps > people.parties_size()) return false;
    at = &people.parties(static_cast<int>(at->head_index()));
  }
  return true;
}

Fault fault_in_parties(const RulesetParts& parts) {
  constexpr std::string_view kList = "people.parties";
  const auto& parties = parts.people.parties();
  if (const int at = first_out_of_order(parties); at >= 0)
    return fault_at(kList, at, parties[at].code(), "codes must ascend");
  for (int i = 0; i < parties.size(); ++i) {
    const v1::Party& party = parties[i];
    if (!known(party.kind(), v1::PARTY_KIND_DESK)) return fault_at(kList, i, party.code(), "unknown kind");
    if (!strictly_ascending(party.area_indexes()) || !all_below(party.area_indexes(), parts.territory.areas_size()))
      return fault_at(kList, i, party.code(), "areas must exist and ascend");
    if (!strictly_ascending(party.duties()) || (!party.duties().empty() && party.duties(0).empty()))
      return fault_at(kList, i, party.code(), "duties must ascend");
    if (party.has_head_index() && party.head_index() >= static_cast<std::uint32_t>(parties.size()))
      return fault_at(kList, i, party.code(), "no such head");
  }
  for (int i = 0; i < parties.size(); ++i) {
    if (!heads_end(parts.people, i)) return fault_at(kList, i, parties[i].code(), "its heads run in a circle");
  }
  if (parts.manifest.desk_index() >= static_cast<std::uint32_t>(parties.size()))
    return RulesetError{"manifest: desk_index is no party"};
  return fault_in_competence(parts.people);
}

Fault fault_in_successors(const v1::People& people) {
  constexpr std::string_view kList = "people.successors";
  const auto& successors = people.successors();
  for (int i = 0; i < successors.size(); ++i) {
    const v1::Successor& successor = successors[i];
    if (i > 0 && successors[i - 1].party() >= successor.party())
      return fault_at(kList, i, successor.party(), "codes must ascend");
    if (successor.successor_index() >= static_cast<std::uint32_t>(people.parties_size()))
      return fault_at(kList, i, successor.party(), "no such party");
    const bool stays = std::any_of(people.parties().begin(), people.parties().end(),
                                   [&](const v1::Party& party) { return party.code() == successor.party(); });
    if (stays) return fault_at(kList, i, successor.party(), "a party that is there has no successor");
  }
  return std::nullopt;
}

}  // namespace

Fault fault_in_territory(const RulesetParts& parts) {
  if (Fault fault = fault_in_areas(parts.territory)) return fault;
  if (Fault fault = fault_in_estates(parts.territory, parts.people.parties_size())) return fault;
  return fault_in_words(parts.territory);
}

Fault fault_in_geometry(const RulesetParts& parts) {
  const auto is_a_grid = [&](std::uint32_t index) { return is_grid(parts.territory, index); };
  const auto is_an_estate = [&](std::uint32_t index) {
    return index < static_cast<std::uint32_t>(parts.territory.estates_size());
  };
  if (Fault fault = fault_in_shapes(parts.geometry.grids(), "geometry.grids", is_a_grid)) return fault;
  return fault_in_shapes(parts.geometry.estates(), "geometry.estates", is_an_estate);
}

Fault fault_in_people(const RulesetParts& parts) {
  if (Fault fault = fault_in_parties(parts)) return fault;
  constexpr std::string_view kList = "people.members";
  const auto& members = parts.people.members();
  if (const int at = first_out_of_order(members); at >= 0)
    return fault_at(kList, at, members[at].code(), "codes must ascend");
  for (int i = 0; i < members.size(); ++i) {
    const v1::Member& member = members[i];
    if (member.party_index() >= static_cast<std::uint32_t>(parts.people.parties_size()))
      return fault_at(kList, i, member.code(), "no such party");
    if (!strictly_ascending(member.grid_indexes()) || !all_grids(parts.territory, member.grid_indexes()))
      return fault_at(kList, i, member.code(), "grids must exist and ascend");
    if (!strictly_ascending(member.roles()) || !all_known(member.roles(), v1::ROLE_ADMIN))
      return fault_at(kList, i, member.code(), "roles must be known and ascend");
  }
  return fault_in_successors(parts.people);
}

}  // namespace whistle::engine
