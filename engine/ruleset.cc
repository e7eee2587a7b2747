#include "engine/ruleset.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "engine/assert.h"
#include "engine/route.h"
#include "engine/ruleset_parts.h"

namespace whistle::engine {
namespace {

constexpr int kSchema = 1;
constexpr std::size_t kSha256Bytes = 32;

template <typename Index, typename List>
std::optional<Index> find_by_code(const List& list, std::string_view code) {
  const auto found = std::lower_bound(list.begin(), list.end(), code,
                                      [](const auto& item, std::string_view wanted) { return item.code < wanted; });
  if (found == list.end() || found->code != code) return std::nullopt;
  return Index{static_cast<std::uint32_t>(found - list.begin())};
}

Fault fault_in_manifest(const v1::CompiledRuleset& manifest) {
  if (manifest.schema() != kSchema) return RulesetError{"manifest: schema " + std::to_string(manifest.schema())};
  for (int i = 0; i < manifest.parts_size(); ++i) {
    const v1::RulesetPart& part = manifest.parts(i);
    const std::string at = "manifest.parts[" + std::to_string(i) + "]: ";
    if (part.kind() < v1::RULESET_PART_KIND_TERRITORY || part.kind() > v1::RULESET_PART_KIND_RETENTION)
      return RulesetError{at + "unknown kind"};
    if (i > 0 && manifest.parts(i - 1).kind() >= part.kind()) return RulesetError{at + "kinds must ascend"};
    if (part.sha256().size() != kSha256Bytes) return RulesetError{at + "a hash has 32 bytes"};
  }
  return std::nullopt;
}

Fault parse_part(const v1::CompiledRuleset& manifest, const BlobLookup& blobs, v1::RulesetPartKind kind,
                 google::protobuf::Message& message) {
  const std::string& name = v1::RulesetPartKind_Name(kind);
  const auto part = std::find_if(manifest.parts().begin(), manifest.parts().end(),
                                 [&](const v1::RulesetPart& known) { return known.kind() == kind; });
  if (part == manifest.parts().end()) return RulesetError{"manifest: no " + name};
  const std::optional<std::string> bytes = blobs(part->sha256());
  if (!bytes) return RulesetError{name + ": its blob is not there"};
  if (bytes->size() != part->size()) return RulesetError{name + ": its blob has another size"};
  if (!message.ParseFromString(*bytes)) return RulesetError{name + ": its blob is no such message"};
  return std::nullopt;
}

Fault parse_parts(const BlobLookup& blobs, LoadGeometry geometry, RulesetParts& parts) {
  const std::array<std::pair<v1::RulesetPartKind, google::protobuf::Message*>, 7> wanted{
      {{v1::RULESET_PART_KIND_TERRITORY, &parts.territory},
       {v1::RULESET_PART_KIND_GEOMETRY, &parts.geometry},
       {v1::RULESET_PART_KIND_PEOPLE, &parts.people},
       {v1::RULESET_PART_KIND_CATALOGUE, &parts.catalogue},
       {v1::RULESET_PART_KIND_CALENDAR, &parts.calendar},
       {v1::RULESET_PART_KIND_CLOCKS, &parts.clocks},
       {v1::RULESET_PART_KIND_ROUTES, &parts.routes}}};
  for (const auto& [kind, message] : wanted) {
    if (kind == v1::RULESET_PART_KIND_GEOMETRY && geometry == LoadGeometry::No) continue;
    if (Fault fault = parse_part(parts.manifest, blobs, kind, *message)) return fault;
  }
  const auto has = [&](v1::RulesetPartKind kind) {
    return std::ranges::any_of(parts.manifest.parts(), [&](const auto& part) { return part.kind() == kind; });
  };
  if (has(v1::RULESET_PART_KIND_EVALUATION)) {
    if (Fault fault = parse_part(parts.manifest, blobs, v1::RULESET_PART_KIND_EVALUATION, parts.evaluation.emplace()))
      return fault;
  }
  if (!has(v1::RULESET_PART_KIND_RETENTION)) return std::nullopt;
  return parse_part(parts.manifest, blobs, v1::RULESET_PART_KIND_RETENTION, parts.retention.emplace());
}

Fault fault_in(const RulesetParts& parts) {
  constexpr std::array kChecks{fault_in_territory, fault_in_geometry,   fault_in_people,
                               fault_in_calendar,  fault_in_clocks,     fault_in_catalogue,
                               fault_in_routes,    fault_in_evaluation, fault_in_retention};
  for (const auto check : kChecks) {
    if (Fault fault = check(parts)) return fault;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<std::shared_ptr<const Ruleset>, RulesetError> Ruleset::load(std::string_view manifest,
                                                                         const BlobLookup& blobs,
                                                                         LoadGeometry geometry) {
  RulesetParts parts;
  if (!parts.manifest.ParseFromArray(manifest.data(), static_cast<int>(manifest.size())))
    return tl::unexpected(RulesetError{"manifest: no such message"});
  if (Fault fault = fault_in_manifest(parts.manifest)) return tl::unexpected(std::move(*fault));
  if (Fault fault = parse_parts(blobs, geometry, parts)) return tl::unexpected(std::move(*fault));
  if (Fault fault = fault_in(parts)) return tl::unexpected(std::move(*fault));

  auto ruleset = std::make_shared<Ruleset>();
  ruleset->manifest = std::move(parts.manifest);
  ruleset->desk = PartyIndex{ruleset->manifest.desk_index()};
  read_territory(parts.territory, *ruleset);
  read_geometry(parts.geometry, *ruleset);
  read_people(parts.people, *ruleset);
  read_catalogue(parts.catalogue, *ruleset);
  read_clocks(parts.clocks, *ruleset);
  read_routes(parts.routes, *ruleset);
  ruleset->calendar = Calendar(parts.calendar);
  ruleset->evaluation = evaluation_rules(parts.evaluation.value_or(v1::Evaluation()));
  if (parts.retention) read_retention(*parts.retention, *ruleset);
  ruleset->index_places();
  ruleset->index_competence();
  ruleset->index_routes();
  return ruleset;
}

std::optional<AreaIndex> Ruleset::find_area(std::string_view code) const {
  return find_by_code<AreaIndex>(areas, code);
}

std::optional<EstateIndex> Ruleset::find_estate(std::string_view code) const {
  return find_by_code<EstateIndex>(estates, code);
}

std::optional<PartyIndex> Ruleset::find_party(std::string_view code) const {
  return find_by_code<PartyIndex>(parties, code);
}

std::optional<PartyIndex> Ruleset::find_party_or_successor(std::string_view code) const {
  if (const auto party = find_party(code)) return party;
  struct SuccessorIndex {
    std::uint32_t value;
  };
  const auto successor = find_by_code<SuccessorIndex>(successors, code);
  return successor ? std::optional(successors[successor->value].party) : std::nullopt;
}

std::optional<MemberIndex> Ruleset::find_member(std::string_view code) const {
  return find_by_code<MemberIndex>(members, code);
}

std::optional<CategoryIndex> Ruleset::find_category(std::string_view code) const {
  return find_by_code<CategoryIndex>(categories, code);
}

// Urgencies stand in the district's order, and there are few.
std::optional<UrgencyIndex> Ruleset::find_urgency(std::string_view name) const {
  const auto found = std::find_if(clocks.urgencies.begin(), clocks.urgencies.end(),
                                  [&](const Urgency& urgency) { return urgency.name == name; });
  if (found == clocks.urgencies.end()) return std::nullopt;
  return UrgencyIndex{static_cast<std::uint32_t>(found - clocks.urgencies.begin())};
}

std::optional<AreaIndex> Ruleset::find_legacy(std::string_view system, std::string_view code) const {
  const std::pair wanted{system, code};
  const auto key = [](const LegacyGrid& legacy) {
    return std::pair<std::string_view, std::string_view>{legacy.system, legacy.code};
  };
  const auto found =
      std::lower_bound(legacy_grids.begin(), legacy_grids.end(), wanted,
                       [&](const LegacyGrid& legacy, const auto& sought) { return key(legacy) < sought; });
  if (found == legacy_grids.end() || key(*found) != wanted) return std::nullopt;
  return found->grid;
}

std::optional<AreaIndex> Ruleset::find_area_or_redrawn(std::string_view code) const {
  if (const auto area = find_area(code)) return area;
  return find_legacy(manifest.district_code(), code);
}

bool Ruleset::contains(AreaIndex outer, AreaIndex inner) const {
  return path(inner).at(area(outer).tier) == outer;
}

bool Ruleset::is_or_below(CategoryIndex below, CategoryIndex ancestor) const {
  for (std::optional<CategoryIndex> at = below; at; at = category(*at).parent) {
    if (*at == ancestor) return true;
  }
  return false;
}

const Alias* Ruleset::alias_in(std::string_view address) const {
  const auto found = alias_index_.find(address);
  return found ? &aliases[*found] : nullptr;
}

const Competence* Ruleset::competence(std::string_view duty_word) const {
  const auto found = std::lower_bound(duty_words_.begin(), duty_words_.end(), duty_word);
  if (found == duty_words_.end() || *found != duty_word) return nullptr;
  return &duties_[static_cast<std::size_t>(found - duty_words_.begin())];
}

const Competence* Ruleset::competence(CategoryIndex index) const {
  const std::uint32_t duty = category_duties_[index.value];
  return duty == kNone ? nullptr : &duties_[duty];
}

std::span<const RouteIndex> Ruleset::routes_for(std::optional<CategoryIndex> index) const {
  return index ? routes_by_category_[index->value] : routes_by_category_.back();
}

void Ruleset::index_places() {
  for (const Area& from : areas) {
    AreaPath& path = paths_.emplace_back();
    path.set(from.tier, AreaIndex{static_cast<std::uint32_t>(paths_.size() - 1)});
    for (std::optional<AreaIndex> above = from.parent; above; above = area(*above).parent) {
      path.set(area(*above).tier, *above);
    }
  }
  std::vector<std::string> texts;
  for (const Alias& alias : aliases)
    texts.push_back(alias.text);
  alias_index_ = AliasIndex(std::move(texts));
}

void Ruleset::index_competence() {
  for (const Party& party : parties)
    duty_words_.insert(duty_words_.end(), party.duties.begin(), party.duties.end());
  std::sort(duty_words_.begin(), duty_words_.end());
  duty_words_.erase(std::unique(duty_words_.begin(), duty_words_.end()), duty_words_.end());
  const auto position_of = [&](const std::string& word) {
    const auto found = std::lower_bound(duty_words_.begin(), duty_words_.end(), word);
    const bool known = found != duty_words_.end() && *found == word;
    return known ? static_cast<std::uint32_t>(found - duty_words_.begin()) : kNone;
  };

  duties_.resize(duty_words_.size());
  for (std::uint32_t number = 0; number < parties.size(); ++number) {
    const Party& party = parties[number];
    for (const AreaIndex seat : party.areas) {
      for (const std::string& word : party.duties)
        duties_[position_of(word)].add(area(seat).tier, seat, PartyIndex{number});
      if (party.kind == v1::PARTY_KIND_COMMUNITY) communities_.add(area(seat).tier, seat, PartyIndex{number});
      if (party.kind == v1::PARTY_KIND_STREET) streets_.add(area(seat).tier, seat, PartyIndex{number});
    }
  }
  for (Competence& duty : duties_)
    duty.seal();
  communities_.seal();
  streets_.seal();
  for (const Category& row : categories) {
    const bool by_word = row.duty && row.duty->kind == v1::SELECTOR_KIND_DUTY_WORD;
    category_duties_.push_back(by_word ? position_of(row.duty->word) : kNone);
  }
}

void Ruleset::index_routes() {
  for (std::uint32_t row = 0; row <= categories.size(); ++row) {
    const auto row_category = row < categories.size() ? std::optional(CategoryIndex{row}) : std::nullopt;
    std::vector<RouteIndex>& open = routes_by_category_.emplace_back();
    for (std::uint32_t number = 0; number < routes.size(); ++number) {
      if (!rejects_category(*this, routes[number].when, row_category)) open.emplace_back(number);
    }
    WHISTLE_ASSERT(!open.empty());
  }
}

}  // namespace whistle::engine
