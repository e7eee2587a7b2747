#include "engine/duty.h"

namespace whistle::engine {
namespace {

std::optional<PartyIndex> competent_at(const Ruleset& ruleset, const Place& place, const Competence* competence) {
  if (competence == nullptr || !place.area) return std::nullopt;
  return competence->find(ruleset.path(*place.area));
}

std::optional<PartyIndex> party_of_estate(const Ruleset& ruleset, const Place& place) {
  if (!place.estate) return std::nullopt;
  return ruleset.estate(*place.estate).party;
}

std::optional<PartyIndex> party_by_catalogue(const SelectorContext& context) {
  if (!context.category) return std::nullopt;
  const auto& duty = context.ruleset.category(*context.category).duty;
  if (!duty) return std::nullopt;
  if (duty->kind == v1::SELECTOR_KIND_DUTY_WORD) {
    return competent_at(context.ruleset, context.place, context.ruleset.competence(*context.category));
  }
  // A catalogue's duty never refers to the catalogue again; Ruleset::load has seen to it.
  return duty->kind == v1::SELECTOR_KIND_DUTY ? std::nullopt : select(context, *duty);
}

}  // namespace

std::optional<PartyIndex> party_for_duty(const Ruleset& ruleset, const Place& place, std::string_view duty) {
  return competent_at(ruleset, place, ruleset.competence(duty));
}

std::optional<PartyIndex> party_for_tier(const Ruleset& ruleset, const Place& place, v1::Tier tier) {
  if (tier == v1::TIER_DISTRICT) return ruleset.desk;
  if (tier == v1::TIER_STREET) return competent_at(ruleset, place, &ruleset.streets());
  if (tier == v1::TIER_COMMUNITY) return competent_at(ruleset, place, &ruleset.communities());
  return std::nullopt;
}

std::optional<PartyIndex> select(const SelectorContext& context, const Selector& selector) {
  switch (selector.kind) {
    case v1::SELECTOR_KIND_ESTATE:
      return party_of_estate(context.ruleset, context.place);
    case v1::SELECTOR_KIND_DUTY:
      return party_by_catalogue(context);
    case v1::SELECTOR_KIND_DUTY_WORD:
      return party_for_duty(context.ruleset, context.place, selector.word);
    case v1::SELECTOR_KIND_TIER:
      return party_for_tier(context.ruleset, context.place, selector.tier);
    case v1::SELECTOR_KIND_PARTY:
      return selector.party;
    case v1::SELECTOR_KIND_BLOWER:
      return context.blower;
    case v1::SELECTOR_KIND_HEAD:
      return context.lead ? context.ruleset.party(*context.lead).head : std::nullopt;
    case v1::SELECTOR_KIND_UNSPECIFIED:
    case v1::SelectorKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::SelectorKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return std::nullopt;
}

}  // namespace whistle::engine
