// Checked messages into the plain values that the core works on.
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/ruleset_parts.h"

namespace whistle::engine {
namespace {

template <typename Index, typename List>
std::vector<Index> indexes_of(const List& list) {
  std::vector<Index> indexes;
  indexes.reserve(static_cast<std::size_t>(list.size()));
  for (const std::uint32_t value : list)
    indexes.emplace_back(value);
  return indexes;
}

template <typename Enum, typename List>
std::vector<Enum> words_of(const List& list) {
  std::vector<Enum> words;
  words.reserve(static_cast<std::size_t>(list.size()));
  for (const int value : list)
    words.push_back(static_cast<Enum>(value));
  return words;
}

Selector selector_of(const v1::Selector& message) {
  return {message.kind(), message.word(), message.tier(), PartyIndex{message.party_index()}};
}

template <typename List>
std::vector<Selector> selectors_of(const List& list) {
  std::vector<Selector> selectors;
  for (const v1::Selector& message : list)
    selectors.push_back(selector_of(message));
  return selectors;
}

template <typename List>
std::vector<LadderStep> steps_of(const List& list) {
  std::vector<LadderStep> steps;
  for (const v1::LadderStep& message : list) {
    steps.push_back({from_proto(message.after()), message.action(), selector_of(message.target())});
  }
  return steps;
}

RingPoints ring_of(const v1::Ring& message) {
  RingPoints ring;
  ring.reserve(static_cast<std::size_t>(message.deltas_size() / 2));
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  for (int i = 0; i < message.deltas_size(); i += 2) {
    lat += message.deltas(i);
    lon += message.deltas(i + 1);
    ring.push_back({static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)});
  }
  return ring;
}

template <typename List>
std::vector<IndexedShape> shapes_of(const List& list) {
  std::vector<IndexedShape> shapes;
  for (const v1::Shape& message : list) {
    IndexedShape shape{message.index(), {}};
    for (const v1::Polygon& polygon : message.polygons()) {
      PolygonPoints points;
      for (const v1::Ring& ring : polygon.rings())
        points.rings.push_back(ring_of(ring));
      shape.polygons.push_back(std::move(points));
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

Ladder ladder_of(const v1::Ladder& message) {
  Ladder ladder;
  ladder.name = message.name();
  ladder.applies_to = words_of<v1::PartyKind>(message.applies_to());
  if (message.has_urgency_index()) ladder.urgency = UrgencyIndex{message.urgency_index()};
  ladder.ack = steps_of(message.ack());
  ladder.on_site = steps_of(message.on_site());
  ladder.resolve = steps_of(message.resolve());
  ladder.arbitrate = steps_of(message.arbitrate());
  ladder.verify = steps_of(message.verify());
  ladder.total = steps_of(message.total());
  ladder.remind_every = from_proto(message.remind_every());
  return ladder;
}

RouteCondition condition_of(const v1::RouteCondition& message) {
  RouteCondition when;
  when.kinds = words_of<v1::WhistleKind>(message.kinds());
  when.sources = words_of<v1::Source>(message.sources());
  when.categories = indexes_of<CategoryIndex>(message.category_indexes());
  when.classes = words_of<v1::CategoryClass>(message.classes());
  when.places = words_of<v1::PlaceClass>(message.places());
  when.estate_types = words_of<v1::EstateType>(message.estate_types());
  when.inside_estate = message.inside_estate();
  if (message.has_watched()) when.watched = message.watched();
  when.urgencies = indexes_of<UrgencyIndex>(message.urgency_indexes());
  when.areas = indexes_of<AreaIndex>(message.area_indexes());
  when.hours = words_of<v1::HourClass>(message.hours());
  return when;
}

Category category_of(const v1::Category& message) {
  Category category;
  category.code = message.code();
  if (message.has_parent_index()) category.parent = CategoryIndex{message.parent_index()};
  category.name_zh = message.name_zh();
  category.name_en = message.name_en();
  category.category_class = message.class_();
  if (message.has_duty()) category.duty = selector_of(message.duty());
  category.inside_estate = message.inside_estate();
  if (message.has_urgency_index()) category.urgency = UrgencyIndex{message.urgency_index()};
  if (message.has_ack()) category.ack = from_proto(message.ack());
  if (message.has_on_site()) category.on_site = from_proto(message.on_site());
  if (message.has_resolve()) category.resolve = from_proto(message.resolve());
  category.own_limits = words_of<v1::ClockKind>(message.own_limits());
  category.evidence = words_of<v1::Evidence>(message.evidence());
  category.approval = message.approval();
  category.point_private = message.private_();
  category.shown_public = message.public_();
  category.recurrence = message.recurrence();
  return category;
}

}  // namespace

void read_territory(const v1::Territory& message, Ruleset& ruleset) {
  ruleset.lat_unit_um = message.lat_unit_um();
  ruleset.lon_unit_um = message.lon_unit_um();
  for (const v1::Area& area : message.areas()) {
    if (area.tier() == v1::TIER_DISTRICT)
      ruleset.district = AreaIndex{static_cast<std::uint32_t>(ruleset.areas.size())};
    ruleset.areas.push_back({area.code(), area.tier(), area.name_zh(), area.name_en(),
                             area.has_parent_index() ? std::optional(AreaIndex{area.parent_index()}) : std::nullopt});
  }
  for (const v1::Estate& estate : message.estates()) {
    ruleset.estates.push_back({estate.code(), estate.name_zh(), estate.name_en(), estate.type(),
                               indexes_of<AreaIndex>(estate.grid_indexes()), PartyIndex{estate.party_index()},
                               estate.watched()});
  }
  for (const v1::LegacyGrid& legacy : message.legacy_grids()) {
    ruleset.legacy_grids.push_back({legacy.system(), legacy.code(), AreaIndex{legacy.grid_index()}});
  }
  for (const v1::Alias& message_alias : message.aliases()) {
    Alias alias{message_alias.text(), std::nullopt, std::nullopt};
    if (message_alias.has_estate_index()) {
      alias.estate = EstateIndex{message_alias.estate_index()};
    } else {
      alias.grid = AreaIndex{message_alias.grid_index()};
    }
    ruleset.aliases.push_back(std::move(alias));
  }
  for (const v1::Venue& venue : message.venues())
    ruleset.venues.push_back({venue.code(), venue.name_zh(), venue.name_en(), AreaIndex{venue.area_index()}});
}

void read_geometry(const v1::Geometry& message, Ruleset& ruleset) {
  ruleset.grid_shapes = GridIndex(shapes_of(message.grids()));
  ruleset.estate_shapes = GridIndex(shapes_of(message.estates()));
}

void read_people(const v1::People& message, Ruleset& ruleset) {
  for (const v1::Party& party : message.parties()) {
    ruleset.parties.push_back({party.code(),
                               party.kind(),
                               party.name_zh(),
                               party.name_en(),
                               indexes_of<AreaIndex>(party.area_indexes()),
                               {party.duties().begin(), party.duties().end()},
                               party.has_head_index() ? std::optional(PartyIndex{party.head_index()}) : std::nullopt});
  }
  for (const v1::Member& message_member : message.members()) {
    Member member{message_member.code(), message_member.name(), PartyIndex{message_member.party_index()},
                  indexes_of<AreaIndex>(message_member.grid_indexes()), 0};
    for (const int role : message_member.roles())
      member.roles |= 1U << static_cast<unsigned>(role);
    ruleset.members.push_back(std::move(member));
  }
  for (const v1::Successor& successor : message.successors())
    ruleset.successors.push_back({successor.party(), PartyIndex{successor.successor_index()}});
}

void read_catalogue(const v1::Catalogue& message, Ruleset& ruleset) {
  for (const v1::Category& category : message.categories())
    ruleset.categories.push_back(category_of(category));
}

void read_clocks(const v1::ClockRules& message, Ruleset& ruleset) {
  ClockRules& clocks = ruleset.clocks;
  for (const v1::Urgency& urgency : message.urgencies()) {
    clocks.urgencies.push_back({urgency.name(), from_proto(urgency.ack()), from_proto(urgency.on_site()),
                                from_proto(urgency.resolve()), from_proto(urgency.arbitrate()),
                                from_proto(urgency.verify()), from_proto(urgency.total())});
  }
  clocks.warn_fraction_bp = message.warn_fraction_bp();
  if (message.has_warn_at_most()) clocks.warn_at_most = from_proto(message.warn_at_most());
  clocks.silence_confirms = from_proto(message.silence_confirms());
  clocks.recurrence_window = from_proto(message.recurrence_window());
  clocks.appeal_within = message.has_appeal_within() ? from_proto(message.appeal_within()) : kAppealWithinDefault;
  clocks.similar_metres = message.similar_metres();
  clocks.similar_within = from_proto(message.similar_within());
  clocks.return_limit = message.return_limit();
  clocks.extension_times = message.extension_times();
  for (const v1::Ladder& ladder : message.ladders())
    clocks.ladders.push_back(ladder_of(ladder));
}

void read_routes(const v1::Routes& message, Ruleset& ruleset) {
  for (const v1::Route& message_route : message.routes()) {
    Route route;
    route.id = message_route.id();
    route.when = condition_of(message_route.when());
    route.lead = selector_of(message_route.lead());
    route.assist = selectors_of(message_route.assist());
    route.inform = selectors_of(message_route.inform());
    if (message_route.has_against()) route.against = selector_of(message_route.against());
    route.hand_off = message_route.hand_off();
    if (message_route.has_ladder_index()) route.ladder = LadderIndex{message_route.ladder_index()};
    ruleset.routes.push_back(std::move(route));
  }
}

void read_retention(const v1::Retention& message, Ruleset& ruleset) {
  for (const v1::ClassRetention& one : message.classes())
    ruleset.retention_days[one.class_()] = one.days();
}

}  // namespace whistle::engine
