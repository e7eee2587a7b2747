#include "engine/route.h"

#include <algorithm>

#include "engine/assert.h"

namespace whistle::engine {
namespace {

template <typename T>
bool holds(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// A condition's list that asks for something else. An empty list does not ask.
template <typename T>
bool misses(const std::vector<T>& asked, T value) {
  return !asked.empty() && !holds(asked, value);
}

bool misses_category(const Ruleset& ruleset, const RouteCondition& when, std::optional<CategoryIndex> category) {
  if (when.categories.empty()) return false;
  return !category || std::none_of(when.categories.begin(), when.categories.end(),
                                   [&](CategoryIndex asked) { return ruleset.is_or_below(*category, asked); });
}

bool misses_class(const Ruleset& ruleset, const RouteCondition& when, std::optional<CategoryIndex> category) {
  return !when.classes.empty() && (!category || !holds(when.classes, ruleset.category(*category).category_class));
}

bool misses_inside_estate(const Ruleset& ruleset, const RouteCondition& when, std::optional<CategoryIndex> category) {
  return when.inside_estate && (!category || !ruleset.category(*category).inside_estate);
}

bool misses_estate_type(const Ruleset& ruleset, const RouteCondition& when, const Place& place) {
  return !when.estate_types.empty() && (!place.estate || !holds(when.estate_types, ruleset.estate(*place.estate).type));
}

bool misses_watched(const Ruleset& ruleset, const RouteCondition& when, const Place& place) {
  return when.watched && (!place.estate || ruleset.estate(*place.estate).watched != *when.watched);
}

bool misses_area(const Ruleset& ruleset, const RouteCondition& when, const Place& place) {
  if (when.areas.empty()) return false;
  return !place.area || std::none_of(when.areas.begin(), when.areas.end(),
                                     [&](AreaIndex asked) { return ruleset.contains(asked, *place.area); });
}

RouteIndex winning_rule(const Ruleset& ruleset, const Place& place, const RouteQuestion& question,
                        const Routing& routing) {
  for (const RouteIndex candidate : ruleset.routes_for(question.category)) {
    if (!rejects(ruleset, ruleset.route(candidate), place, question, routing.urgency, routing.hours)) return candidate;
  }
  WHISTLE_ASSERT(false);  // the last rule has no condition
  return {};
}

// Whether the selector is `estate`, be it by way of the catalogue's duty.
bool means_estate(const SelectorContext& context, const Selector& selector) {
  if (selector.kind == v1::SELECTOR_KIND_ESTATE) return true;
  if (selector.kind != v1::SELECTOR_KIND_DUTY || !context.category) return false;
  const auto& duty = context.ruleset.category(*context.category).duty;
  return duty && duty->kind == v1::SELECTOR_KIND_ESTATE;
}

void find_lead(const SelectorContext& context, const Selector& selector, Routing& routing) {
  const auto may_lead = [&](std::optional<PartyIndex> party) { return party && party != routing.against; };
  if (const auto party = select(context, selector); may_lead(party)) {
    routing.lead = *party;
    return;
  }
  if (means_estate(context, selector)) {
    const auto community = party_for_tier(context.ruleset, context.place, v1::TIER_COMMUNITY);
    if (may_lead(community)) {
      routing.lead = *community;
      routing.fallback = Fallback::Community;
      return;
    }
  }
  routing.lead = context.ruleset.desk;
  routing.fallback = Fallback::Desk;
}

void find_assistants(const SelectorContext& context, const std::vector<Selector>& selectors, Routing& routing) {
  for (const Selector& selector : selectors) {
    const auto party = select(context, selector);
    if (!party) {
      ++routing.assist_unfound;
    } else if (*party != routing.lead && party != routing.against && !holds(routing.assist, *party)) {
      routing.assist.push_back(*party);
    }
  }
}

void find_informed(const SelectorContext& context, const std::vector<Selector>& selectors, Routing& routing) {
  for (const Selector& selector : selectors) {
    const auto party = select(context, selector);
    if (party && *party != routing.lead && !holds(routing.inform, *party)) routing.inform.push_back(*party);
  }
}

}  // namespace

Routing route(const Ruleset& ruleset, const Place& place, const RouteQuestion& question) {
  Routing routing;
  routing.urgency = effective_urgency(ruleset, question.category, question.urgency);
  routing.hours = ruleset.calendar.is_working(question.at) ? v1::HOUR_CLASS_WORKING : v1::HOUR_CLASS_OFF;
  routing.rule = winning_rule(ruleset, place, question, routing);

  const Route& rule = ruleset.route(routing.rule);
  SelectorContext context{ruleset, place, question.category, std::nullopt, question.blower};
  if (rule.against) routing.against = select(context, *rule.against);
  find_lead(context, rule.lead, routing);
  context.lead = routing.lead;
  find_assistants(context, rule.assist, routing);
  find_informed(context, rule.inform, routing);
  routing.hand_off = rule.hand_off;
  routing.ladder = rule.ladder ? rule.ladder : ladder_for(ruleset, ruleset.party(routing.lead).kind, routing.urgency);
  return routing;
}

UrgencyIndex effective_urgency(const Ruleset& ruleset, std::optional<CategoryIndex> category,
                               std::optional<UrgencyIndex> said) {
  UrgencyIndex urgency = ruleset.lowest_urgency();
  if (category) urgency = ruleset.category(*category).urgency.value_or(urgency);
  return said ? std::min(*said, urgency) : urgency;
}

TicketLimits limits_of(const Ruleset& ruleset, std::optional<CategoryIndex> category, UrgencyIndex urgency) {
  const Urgency& by_urgency = ruleset.urgency(urgency);
  TicketLimits limits{by_urgency.ack, by_urgency.on_site, by_urgency.resolve, by_urgency.total};
  if (category) {
    const Category& row = ruleset.category(*category);
    limits.ack = row.ack.value_or(limits.ack);
    limits.on_site = row.on_site.value_or(limits.on_site);
    limits.resolve = row.resolve.value_or(limits.resolve);
  }
  return limits;
}

std::optional<LadderIndex> ladder_for(const Ruleset& ruleset, v1::PartyKind kind, UrgencyIndex urgency) {
  std::optional<LadderIndex> unbound;
  for (std::uint32_t number = 0; number < ruleset.clocks.ladders.size(); ++number) {
    const Ladder& ladder = ruleset.clocks.ladders[number];
    if (!holds(ladder.applies_to, kind)) continue;
    if (ladder.urgency == urgency) return LadderIndex{number};
    if (!ladder.urgency && !unbound) unbound = LadderIndex{number};
  }
  return unbound;
}

std::optional<RejectedBy> rejects(const Ruleset& ruleset, const Route& rule, const Place& place,
                                  const RouteQuestion& question, UrgencyIndex urgency, v1::HourClass hours) {
  const RouteCondition& when = rule.when;
  if (misses(when.kinds, question.kind)) return RejectedBy::Kind;
  if (misses(when.sources, question.source)) return RejectedBy::Source;
  if (misses_category(ruleset, when, question.category)) return RejectedBy::Category;
  if (misses_class(ruleset, when, question.category)) return RejectedBy::Class;
  if (misses(when.places, place.place_class)) return RejectedBy::Place;
  if (misses_estate_type(ruleset, when, place)) return RejectedBy::EstateType;
  if (misses_inside_estate(ruleset, when, question.category)) return RejectedBy::InsideEstate;
  if (misses_watched(ruleset, when, place)) return RejectedBy::Watched;
  if (misses(when.urgencies, urgency)) return RejectedBy::Urgency;
  if (misses_area(ruleset, when, place)) return RejectedBy::Area;
  if (misses(when.hours, hours)) return RejectedBy::Hours;
  return std::nullopt;
}

bool rejects_category(const Ruleset& ruleset, const RouteCondition& when, std::optional<CategoryIndex> category) {
  return misses_category(ruleset, when, category) || misses_class(ruleset, when, category) ||
         misses_inside_estate(ruleset, when, category);
}

}  // namespace whistle::engine
