#include "tools/whistle/party_search.h"

#include <algorithm>
#include <array>

#include "tools/whistle/district_outline.h"

namespace whistle::tools {

namespace {

constexpr std::array kTiers{v1::TIER_GRID, v1::TIER_COMMUNITY, v1::TIER_STREET, v1::TIER_DISTRICT};

// The selector with the catalogue's own in place of `duty`; nullopt: the catalogue says nobody.
std::optional<engine::Selector> without_catalogue(const engine::SelectorContext& context,
                                                  const engine::Selector& selector) {
  if (selector.kind != v1::SELECTOR_KIND_DUTY) return selector;
  if (!context.category) return std::nullopt;
  return context.ruleset.category(*context.category).duty;
}

bool looks_by_area(const engine::Selector& selector) {
  if (selector.kind == v1::SELECTOR_KIND_DUTY_WORD) return true;
  return selector.kind == v1::SELECTOR_KIND_TIER && selector.tier != v1::TIER_DISTRICT;
}

// Walks from the smallest area of the place to the one that the party is competent for.
void follow_areas(const engine::SelectorContext& context, std::optional<engine::PartyIndex> party,
                  PartySearch& search) {
  const auto& ruleset = context.ruleset;
  if (!context.place.area) return;
  for (const auto tier : kTiers) {
    const auto area = ruleset.ancestor_at(*context.place.area, tier);
    if (!area) continue;
    const auto& code = ruleset.area(*area).code;
    if (party && std::ranges::find(ruleset.party(*party).areas, *area) != ruleset.party(*party).areas.end()) {
      search.serving = code;
      return;
    }
    search.unserved.push_back(code);
  }
}

}  // namespace

PartySearch search_party(const engine::SelectorContext& context, const engine::Selector& selector) {
  PartySearch search;
  search.selector = selector_words(context.ruleset, selector);
  const auto meant = without_catalogue(context, selector);
  if (selector.kind == v1::SELECTOR_KIND_DUTY && meant) search.meant = selector_words(context.ruleset, *meant);
  const auto party = engine::select(context, selector);
  if (party) search.party = context.ruleset.party(*party).code;
  if (meant && looks_by_area(*meant)) follow_areas(context, party, search);
  return search;
}

}  // namespace whistle::tools
