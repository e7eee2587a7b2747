// Checks of catalogue, calendar, clocks and routes.
#include <cstdint>
#include <set>
#include <string_view>

#include "engine/evaluation_rules.h"
#include "engine/limit.h"
#include "engine/retention.h"
#include "engine/ruleset_check.h"

namespace whistle::engine {
namespace {

// Days of the years 1970 to 2199, and their seconds: the time that the engine accepts at all.
constexpr std::int32_t kDayMax = 84'005;
constexpr std::int64_t kUtcSecondsMax = std::int64_t{kDayMax + 1} * 86'400;
constexpr std::uint32_t kMinutesOfDay = 1'440;
constexpr std::uint32_t kWholeWeek = 0x7F;
constexpr std::int32_t kOffsetLimit = 86'400;
constexpr std::uint32_t kHighestRating = 5;
constexpr std::uint32_t kPointsMax = 100;

bool is_sound(const v1::Limit& limit) {
  if (limit.count() > kLimitCountMax) return false;
  return known(limit.unit(), v1::LIMIT_UNIT_CALENDAR_DAYS) || (limit.count() == 0 && limit.unit() == 0);
}

// Where selectors differ: a catalogue's duty is found without asking anybody, a ladder knows a lead.
enum class Use { Catalogue, Route, Ladder };

bool is_sound(const v1::Selector& selector, Use use, const RulesetParts& parts) {
  switch (selector.kind()) {
    case v1::SELECTOR_KIND_ESTATE:
      return true;
    case v1::SELECTOR_KIND_DUTY:
    case v1::SELECTOR_KIND_BLOWER:
      return use != Use::Catalogue;
    case v1::SELECTOR_KIND_HEAD:
      return use == Use::Ladder;
    case v1::SELECTOR_KIND_DUTY_WORD:
      return !selector.word().empty();
    case v1::SELECTOR_KIND_TIER:
      return known(selector.tier(), v1::TIER_COMMUNITY);
    case v1::SELECTOR_KIND_PARTY:
      return selector.party_index() < static_cast<std::uint32_t>(parts.people.parties_size());
    default:
      return false;
  }
}

template <typename List>
bool all_sound(const List& selectors, Use use, const RulesetParts& parts) {
  return std::all_of(selectors.begin(), selectors.end(),
                     [&](const v1::Selector& selector) { return is_sound(selector, use, parts); });
}

bool parents_end(const v1::Catalogue& catalogue, int category) {
  int steps = 0;
  for (const v1::Category* at = &catalogue.categories(category); at->has_parent_index(); ++steps) {
    if (steps > catalogue.categories_size()) return false;
    at = &catalogue.categories(static_cast<int>(at->parent_index()));
  }
  return true;
}

std::string_view wrong_in(const v1::Category& category, const RulesetParts& parts) {
  if (category.has_parent_index() &&
      category.parent_index() >= static_cast<std::uint32_t>(parts.catalogue.categories_size()))
    return "no such parent";
  if (category.class_() != 0 && !known(category.class_(), v1::CATEGORY_CLASS_VISIT)) return "unknown class";
  if (category.has_duty() && !is_sound(category.duty(), Use::Catalogue, parts)) return "its duty means nobody";
  if (category.has_urgency_index() &&
      category.urgency_index() >= static_cast<std::uint32_t>(parts.clocks.urgencies_size()))
    return "no such urgency";
  if (!is_sound(category.ack()) || !is_sound(category.on_site()) || !is_sound(category.resolve())) return "a bad limit";
  if (!strictly_ascending(category.own_limits()) || !all_known(category.own_limits(), v1::CLOCK_KIND_RESOLVE))
    return "limits of its own must be known and ascend";
  if (!strictly_ascending(category.evidence()) || !all_known(category.evidence(), v1::EVIDENCE_SIGNATURE))
    return "evidence must be known and ascend";
  if (category.approval() != 0 && !known(category.approval(), v1::TIER_COMMUNITY)) return "unknown approval";
  return {};
}

template <typename List>
bool all_steps_sound(const List& steps, const RulesetParts& parts) {
  return std::all_of(steps.begin(), steps.end(), [&](const v1::LadderStep& step) {
    return is_sound(step.after()) && known(step.action(), v1::STEP_ACTION_REASSIGN) &&
           is_sound(step.target(), Use::Ladder, parts);
  });
}

std::string_view wrong_in(const v1::Ladder& ladder, const RulesetParts& parts) {
  if (!strictly_ascending(ladder.applies_to()) || !all_known(ladder.applies_to(), v1::PARTY_KIND_DESK))
    return "kinds must be known and ascend";
  if (ladder.has_urgency_index() && ladder.urgency_index() >= static_cast<std::uint32_t>(parts.clocks.urgencies_size()))
    return "no such urgency";
  if (!is_sound(ladder.remind_every())) return "a bad limit";
  for (const auto* steps :
       {&ladder.ack(), &ladder.on_site(), &ladder.resolve(), &ladder.arbitrate(), &ladder.verify(), &ladder.total()}) {
    if (!all_steps_sound(*steps, parts)) return "a bad step";
  }
  return {};
}

std::string_view wrong_in(const v1::RouteCondition& when, const RulesetParts& parts) {
  if (!all_known(when.kinds(), v1::WHISTLE_KIND_COMMUNITY)) return "unknown kind";
  if (!all_known(when.sources(), v1::SOURCE_SENSOR)) return "unknown source";
  if (!all_below(when.category_indexes(), parts.catalogue.categories_size())) return "no such category";
  if (!all_known(when.classes(), v1::CATEGORY_CLASS_VISIT)) return "unknown class";
  if (!all_known(when.places(), v1::PLACE_CLASS_UNLOCATED)) return "unknown place";
  if (!all_known(when.estate_types(), v1::ESTATE_TYPE_UNMANAGED)) return "unknown estate type";
  if (!all_below(when.urgency_indexes(), parts.clocks.urgencies_size())) return "no such urgency";
  if (!all_below(when.area_indexes(), parts.territory.areas_size())) return "no such area";
  if (!all_known(when.hours(), v1::HOUR_CLASS_OFF)) return "unknown hours";
  return {};
}

bool asks_nothing(const v1::RouteCondition& when) {
  return when.kinds().empty() && when.sources().empty() && when.category_indexes().empty() && when.classes().empty() &&
         when.places().empty() && when.estate_types().empty() && !when.inside_estate() && !when.has_watched() &&
         when.urgency_indexes().empty() && when.area_indexes().empty() && when.hours().empty();
}

std::string_view wrong_in(const v1::Route& route, const RulesetParts& parts) {
  if (const auto wrong = wrong_in(route.when(), parts); !wrong.empty()) return wrong;
  if (!is_sound(route.lead(), Use::Route, parts)) return "its lead means nobody";
  if (!all_sound(route.assist(), Use::Route, parts)) return "an assistant means nobody";
  if (!all_sound(route.inform(), Use::Route, parts)) return "an informed party means nobody";
  if (route.has_against() && !is_sound(route.against(), Use::Route, parts)) return "its against means nobody";
  if (route.has_ladder_index() && route.ladder_index() >= static_cast<std::uint32_t>(parts.clocks.ladders_size()))
    return "no such ladder";
  return {};
}

template <typename List>
bool are_dates(const List& days) {
  return strictly_ascending(days) && (days.empty() || (days[0] >= 0 && days[days.size() - 1] <= kDayMax));
}

Fault fault_in_offsets(const v1::Calendar& calendar) {
  const auto& offsets = calendar.offsets();
  if (offsets.empty()) return RulesetError{"calendar.offsets: none"};
  for (int i = 0; i < offsets.size(); ++i) {
    if (i > 0 && offsets[i - 1].utc_seconds() >= offsets[i].utc_seconds())
      return fault_at("calendar.offsets", i, "", "must ascend");
    if (offsets[i].offset_seconds() <= -kOffsetLimit || offsets[i].offset_seconds() >= kOffsetLimit)
      return fault_at("calendar.offsets", i, "", "a day or more from UTC");
  }
  if (offsets[offsets.size() - 1].utc_seconds() > kUtcSecondsMax) return RulesetError{"calendar.offsets: past 2199"};
  return std::nullopt;
}

}  // namespace

Fault fault_in_catalogue(const RulesetParts& parts) {
  constexpr std::string_view kList = "catalogue.categories";
  const auto& categories = parts.catalogue.categories();
  if (const int at = first_out_of_order(categories); at >= 0)
    return fault_at(kList, at, categories[at].code(), "codes must ascend");
  for (int i = 0; i < categories.size(); ++i) {
    if (const auto wrong = wrong_in(categories[i], parts); !wrong.empty())
      return fault_at(kList, i, categories[i].code(), wrong);
  }
  for (int i = 0; i < categories.size(); ++i) {
    if (!parents_end(parts.catalogue, i))
      return fault_at(kList, i, categories[i].code(), "its parents run in a circle");
  }
  return std::nullopt;
}

Fault fault_in_calendar(const RulesetParts& parts) {
  const v1::Calendar& calendar = parts.calendar;
  if (calendar.hours().empty()) return RulesetError{"calendar.hours: none"};
  for (int i = 0; i < calendar.hours_size(); ++i) {
    const v1::WorkingSpan& span = calendar.hours(i);
    if (span.start_minute() >= span.end_minute() || span.end_minute() > kMinutesOfDay ||
        (i > 0 && calendar.hours(i - 1).end_minute() > span.start_minute()))
      return fault_at("calendar.hours", i, "", "spans must ascend within the day");
  }
  if (calendar.weekend_mask() >= kWholeWeek) return RulesetError{"calendar.weekend_mask: no day of the week is worked"};
  if (!known(calendar.working_day(), v1::WORKING_DAY_RULE_DATES)) return RulesetError{"calendar.working_day: unknown"};
  if (!are_dates(calendar.holidays())) return RulesetError{"calendar.holidays: must ascend within 1970 to 2199"};
  if (!are_dates(calendar.make_up_days()))
    return RulesetError{"calendar.make_up_days: must ascend within 1970 to 2199"};
  for (const std::int32_t day : calendar.make_up_days()) {
    if (std::binary_search(calendar.holidays().begin(), calendar.holidays().end(), day))
      return RulesetError{"calendar: day " + std::to_string(day) + " is holiday and make-up day"};
  }
  if (calendar.data_until() < 0 || calendar.data_until() > kDayMax)
    return RulesetError{"calendar.data_until: outside 1970 to 2199"};
  return fault_in_offsets(calendar);
}

Fault fault_in_clocks(const RulesetParts& parts) {
  const v1::ClockRules& clocks = parts.clocks;
  if (clocks.urgencies().empty()) return RulesetError{"clocks.urgencies: none"};
  std::set<std::string_view> names;
  for (int i = 0; i < clocks.urgencies_size(); ++i) {
    const v1::Urgency& urgency = clocks.urgencies(i);
    if (urgency.name().empty() || !names.insert(urgency.name()).second)
      return fault_at("clocks.urgencies", i, urgency.name(), "names must be given once");
    for (const auto* limit : {&urgency.ack(), &urgency.on_site(), &urgency.resolve(), &urgency.arbitrate(),
                              &urgency.verify(), &urgency.total()}) {
      if (!is_sound(*limit)) return fault_at("clocks.urgencies", i, urgency.name(), "a bad limit");
    }
  }
  if (clocks.warn_fraction_bp() > kWholeBp) return RulesetError{"clocks.warn_fraction_bp: more than the whole"};
  if (!is_sound(clocks.warn_at_most()) || !is_sound(clocks.silence_confirms()) ||
      !is_sound(clocks.recurrence_window()) || !is_sound(clocks.similar_within()) || !is_sound(clocks.appeal_within()))
    return RulesetError{"clocks: a bad limit"};
  names.clear();
  for (int i = 0; i < clocks.ladders_size(); ++i) {
    const v1::Ladder& ladder = clocks.ladders(i);
    if (ladder.name().empty() || !names.insert(ladder.name()).second)
      return fault_at("clocks.ladders", i, ladder.name(), "names must be given once");
    if (const auto wrong = wrong_in(ladder, parts); !wrong.empty())
      return fault_at("clocks.ladders", i, ladder.name(), wrong);
  }
  return std::nullopt;
}

Fault fault_in_routes(const RulesetParts& parts) {
  const auto& routes = parts.routes.routes();
  std::set<std::string_view> ids;
  for (int i = 0; i < routes.size(); ++i) {
    if (routes[i].id().empty() || !ids.insert(routes[i].id()).second)
      return fault_at("routes.routes", i, routes[i].id(), "ids must be given once");
    if (const auto wrong = wrong_in(routes[i], parts); !wrong.empty())
      return fault_at("routes.routes", i, routes[i].id(), wrong);
  }
  if (routes.empty() || !asks_nothing(routes[routes.size() - 1].when()))
    return RulesetError{"routes.routes: the last must have no condition"};
  return std::nullopt;
}

Fault fault_in_evaluation(const RulesetParts& parts) {
  if (!parts.evaluation) return std::nullopt;
  const v1::Evaluation& evaluation = *parts.evaluation;
  const std::uint64_t weights = std::uint64_t{evaluation.response_weight_bp()} + evaluation.resolution_weight_bp() +
                                evaluation.satisfaction_weight_bp();
  if (weights != 0 && weights != kWholeBp) return RulesetError{"evaluation: the weights are not the whole"};
  if (evaluation.satisfied_from() > kHighestRating) return RulesetError{"evaluation.satisfied_from: no rating"};
  for (const auto* ledger : {&evaluation.firm(), &evaluation.fortress()}) {
    if (ledger->base() > kPointsMax) return RulesetError{"evaluation: a ledger's base is more than 100 points"};
    for (const auto* deeds : {&ledger->good(), &ledger->bad()}) {
      for (const v1::DeedPoints& deed : *deeds) {
        if (deed.points() > kPointsMax) return RulesetError{"evaluation: a deed is worth more than 100 points"};
      }
    }
  }
  return std::nullopt;
}

Fault fault_in_retention(const RulesetParts& parts) {
  if (!parts.retention) return std::nullopt;
  int before = v1::CATEGORY_CLASS_UNSPECIFIED;
  for (const v1::ClassRetention& one : parts.retention->classes()) {
    if (one.class_() <= before || !v1::CategoryClass_IsValid(one.class_()))
      return RulesetError{"retention.classes: not known, or not ascending"};
    before = one.class_();
    if (one.days() == 0 || one.days() > kRetentionDaysMax) return RulesetError{"retention.classes: 1 to 36,500 days"};
  }
  return std::nullopt;
}

}  // namespace whistle::engine
