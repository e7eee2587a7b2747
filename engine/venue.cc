#include "engine/venue.h"

#include "engine/ladder.h"

namespace whistle::engine {

std::optional<VenueIndex> venue_for(const Ruleset& rules, const Ticket& ticket) {
  const auto category = rules.find_category(ticket.category);
  if (!category || rules.category(*category).category_class != v1::CATEGORY_CLASS_MEDIATION) return std::nullopt;
  const auto place = area_in(rules, ticket);
  if (!place) return std::nullopt;
  std::optional<VenueIndex> nearest;
  for (std::uint32_t i = 0; i < rules.venues.size(); ++i) {
    const auto area = rules.venues[i].area;
    if (!rules.contains(area, *place)) continue;
    // Of areas that contain one place the smaller is of the later tier; venues stand by code.
    if (!nearest || rules.area(area).tier > rules.area(rules.venue(*nearest).area).tier) nearest = VenueIndex{i};
  }
  return nearest;
}

}  // namespace whistle::engine
