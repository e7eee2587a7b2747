#include "engine/ladder.h"

#include <algorithm>

#include "engine/duty.h"
#include "engine/route.h"
#include "engine/succession.h"

namespace whistle::engine {

namespace {

// Where neither ladder nor file says how often: one working day, as DOMAIN's example ladders have it.
constexpr Limit kRemindEvery{1, v1::LIMIT_UNIT_WORKING_DAYS};

Selector desk_selector(const Ruleset& ruleset) {
  Selector selector;
  selector.kind = v1::SELECTOR_KIND_PARTY;
  selector.party = ruleset.desk;
  return selector;
}

LadderStep supervised_by_desk(const Ruleset& pinned) {
  return {Limit{}, v1::STEP_ACTION_SUPERVISE, desk_selector(pinned)};
}

LadderStep told_to_community() {
  Selector selector;
  selector.kind = v1::SELECTOR_KIND_TIER;
  selector.tier = v1::TIER_COMMUNITY;
  return {Limit{}, v1::STEP_ACTION_REMIND, selector};
}

// By the kind of the party.
const Ladder* ladder_for_party(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket,
                               std::string_view code) {
  const auto party = newest.find_party_or_successor(code);
  const auto urgency = pinned.find_urgency(ticket.urgency);
  if (!party || !urgency) return nullptr;
  const auto ladder = ladder_for(pinned, newest.party(*party).kind, *urgency);
  return ladder ? &pinned.ladder(*ladder) : nullptr;
}

// A clock that is already missed goes on up the ladder of who missed it.
const Ladder* ladder_of_clock(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket, const Clock& clock) {
  if (clock.kind == v1::CLOCK_KIND_ARBITRATE) return ladder_for_party(pinned, newest, ticket, clock.party);
  // Whose work is not checked, not who does not check it: the ladder is the lead's, and tells the community.
  const bool of_part = clock.party.empty() || clock.kind == v1::CLOCK_KIND_VERIFY;
  const auto& party = of_part ? ticket.parts[clock.part].party : clock.party;
  return ladder_of(pinned, newest, ticket, clock.part, party);
}

std::vector<LadderStep> steps_of(const Ruleset& pinned, const Ladder& ladder, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return ladder.ack;
    case v1::CLOCK_KIND_ON_SITE:
      return ladder.on_site.empty() ? ladder.resolve : ladder.on_site;
    case v1::CLOCK_KIND_RESOLVE:
      return ladder.resolve;
    case v1::CLOCK_KIND_ARBITRATE:
      return ladder.arbitrate;
    case v1::CLOCK_KIND_VERIFY:
      return ladder.verify.empty() ? std::vector{told_to_community()} : ladder.verify;
    case v1::CLOCK_KIND_TOTAL:
      return ladder.total.empty() ? std::vector{supervised_by_desk(pinned)} : ladder.total;
    case v1::CLOCK_KIND_HOLD:
    case v1::CLOCK_KIND_SILENCE:
    case v1::CLOCK_KIND_UNSPECIFIED:
    case v1::ClockKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ClockKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {};
}

// Rules are pinned, parties are always the newest: a party of the pinned ruleset is looked up again by its code.
std::optional<Selector> in_newest(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket,
                                  Selector selector) {
  if (selector.kind == v1::SELECTOR_KIND_DUTY) {
    const auto category = pinned.find_category(ticket.category);
    if (!category || !pinned.category(*category).duty) return std::nullopt;
    selector = *pinned.category(*category).duty;
  }
  if (selector.kind == v1::SELECTOR_KIND_PARTY) {
    auto party = newest.find_party_or_successor(pinned.party(selector.party).code);
    if (!party && selector.party == pinned.desk) party = newest.desk;
    if (!party) return std::nullopt;
    selector.party = *party;
  }
  return selector;
}

// Only what the lead works on goes to another; what waits for an arbiter goes to another arbiter. A total clock that is
// missed while nobody works takes the ladder's other steps.
bool can_be_reassigned(const Ticket& ticket, const Clock& clock) {
  if (clock.kind == v1::CLOCK_KIND_ARBITRATE) return true;
  return clock.part == 0 && ticket.being_handled();
}

}  // namespace

const Ladder* ladder_of(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket, std::uint32_t part,
                        std::string_view charged) {
  const auto route = std::ranges::find(pinned.routes, ticket.rule, &Route::id);
  if (part == 0 && route != pinned.routes.end() && route->ladder) return &pinned.ladder(*route->ladder);
  return ladder_for_party(pinned, newest, ticket, charged);
}

Climb climb_of(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket, const Clock& clock) {
  const auto* ladder = ladder_of_clock(pinned, newest, ticket, clock);
  if (ladder == nullptr && clock.kind == v1::CLOCK_KIND_ARBITRATE) return {{}, kRemindEvery};
  if (ladder == nullptr) return {{supervised_by_desk(pinned)}, kRemindEvery};
  return {steps_of(pinned, *ladder, clock.kind), ladder->remind_every.none() ? kRemindEvery : ladder->remind_every};
}

std::optional<AreaIndex> area_in(const Ruleset& newest, const Ticket& ticket) {
  if (const auto area = newest.find_area_or_redrawn(ticket.area)) return area;
  const auto estate = newest.find_estate(ticket.estate);
  return estate ? std::optional(newest.estate(*estate).grids.front()) : std::nullopt;
}

Place place_in(const Ruleset& newest, const Ticket& ticket) {
  Place place;
  place.how = ticket.how;
  place.place_class = ticket.place_class;
  place.estate = newest.find_estate(ticket.estate);
  place.area = area_in(newest, ticket);
  return place;
}

std::optional<std::string> step_target(const Ruleset& pinned, const Ruleset& newest, const Ticket& ticket,
                                       const Clock& clock, const LadderStep& step) {
  if (step.action == v1::STEP_ACTION_REASSIGN && !can_be_reassigned(ticket, clock)) return std::nullopt;
  const auto selector = in_newest(pinned, newest, ticket, step.target);
  if (!selector) return std::nullopt;
  const auto place = place_in(newest, ticket);
  const SelectorContext context{newest, place, newest.find_category(ticket.category),
                                newest.find_party(ticket.parts[clock.part].party),
                                newest.find_party(ticket.blower_party)};
  const auto party = select(context, *selector);
  if (!party) return std::nullopt;
  const auto& code = newest.party(*party).code;
  if (code == ticket.against) return std::nullopt;
  const bool arbitrates = clock.kind == v1::CLOCK_KIND_ARBITRATE;
  if (arbitrates && step.action != v1::STEP_ACTION_REMIND && code == clock.party) return std::nullopt;
  if (!arbitrates && step.action == v1::STEP_ACTION_REASSIGN && was_returned(newest, ticket, code)) return std::nullopt;
  if (step.action != v1::STEP_ACTION_REMIND && code == ticket.parts[clock.part].party) return std::nullopt;
  return code;
}

}  // namespace whistle::engine
