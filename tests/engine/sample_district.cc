#include "tests/engine/sample_district.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/limit.h"

namespace whistle::engine {
namespace {

template <typename List>
std::uint32_t index_in(const List& list, std::string_view code) {
  for (int i = 0; i < list.size(); ++i) {
    if (list[i].code() == code) return static_cast<std::uint32_t>(i);
  }
  std::abort();  // a test that names what the sample does not have
}

v1::Limit limit(std::string_view text) {
  return to_proto(parse_limit(text).value());
}

// ---- territory ----

// Added in the order of their codes; parents may come later.
v1::Territory territory() {
  struct Row {
    const char* code;
    v1::Tier tier;
    const char* parent;
  };
  constexpr Row kAreas[]{
      {"C11", v1::TIER_COMMUNITY, "S1"}, {"C12", v1::TIER_COMMUNITY, "S1"}, {"C21", v1::TIER_COMMUNITY, "S2"},
      {"D", v1::TIER_DISTRICT, nullptr}, {"G1", v1::TIER_GRID, "C11"},      {"G2", v1::TIER_GRID, "C11"},
      {"G3", v1::TIER_GRID, "C12"},      {"G4", v1::TIER_GRID, "C21"},      {"G5", v1::TIER_GRID, "C21"},
      {"S1", v1::TIER_STREET, "D"},      {"S2", v1::TIER_STREET, "D"}};
  v1::Territory territory;
  for (const Row& row : kAreas) {
    v1::Area& area = *territory.add_areas();
    area.set_code(row.code);
    area.set_tier(row.tier);
    area.set_name_zh(row.code);
  }
  for (int i = 0; i < territory.areas_size(); ++i) {
    if (kAreas[i].parent != nullptr) {
      territory.mutable_areas(i)->set_parent_index(index_in(territory.areas(), kAreas[i].parent));
    }
  }
  return territory;
}

void add_estate(RulesetParts& parts, std::string_view code, v1::EstateType type, std::vector<std::string_view> grids,
                std::string_view party, bool watched) {
  v1::Estate& estate = *parts.territory.add_estates();
  estate.set_code(std::string(code));
  estate.set_type(type);
  for (const std::string_view grid : grids)
    estate.add_grid_indexes(index_in(parts.territory.areas(), grid));
  estate.set_party_index(index_in(parts.people.parties(), party));
  estate.set_watched(watched);
}

void add_words(v1::Territory& territory) {
  v1::LegacyGrid& legacy = *territory.add_legacy_grids();
  legacy.set_system("police");
  legacy.set_code("7");
  legacy.set_grid_index(index_in(territory.areas(), "G3"));
  const auto alias = [&](const char* text) -> v1::Alias& {
    v1::Alias& added = *territory.add_aliases();
    added.set_text(text);
    return added;
  };
  alias("East Gate").set_grid_index(index_in(territory.areas(), "G5"));
  alias("阳光").set_grid_index(index_in(territory.areas(), "G2"));
  alias("阳光花园").set_estate_index(index_in(territory.estates(), "E1"));
}

// ---- geometry ----

void add_ring(v1::Polygon& polygon, std::int32_t south, std::int32_t west, std::int32_t north, std::int32_t east) {
  v1::Ring& ring = *polygon.add_rings();
  for (const std::int32_t delta : {south, west, 0, east - west, north - south, 0, 0, west - east})
    ring.add_deltas(delta);
}

v1::Shape& add_rectangle(google::protobuf::RepeatedPtrField<v1::Shape>& shapes, std::uint32_t index, std::int32_t south,
                         std::int32_t west, std::int32_t north, std::int32_t east) {
  v1::Shape& shape = *shapes.Add();
  shape.set_index(index);
  add_ring(*shape.add_polygons(), south, west, north, east);
  return shape;
}

v1::Geometry geometry(const v1::Territory& territory) {
  v1::Geometry geometry;
  auto& grids = *geometry.mutable_grids();
  const std::uint32_t first = index_in(territory.areas(), "G1");
  add_rectangle(grids, first, 0, 0, 1000, 1000);
  add_rectangle(grids, first + 1, 0, 1000, 1000, 2000);
  add_rectangle(grids, first + 2, 0, 2000, 1000, 3000);
  add_rectangle(grids, first + 3, 0, 3000, 1000, 4000);
  v1::Shape& last = add_rectangle(grids, first + 4, 0, 3900, 1000, 5000);
  add_ring(*last.mutable_polygons(0), 400, 4400, 600, 4600);

  auto& estates = *geometry.mutable_estates();
  add_rectangle(estates, 0, 100, 900, 300, 1100);   // E1, over the edge of G1 and G2
  add_rectangle(estates, 1, 100, 2100, 300, 2300);  // E2, in G3; its corner overlaps E3
  v1::Shape& third = add_rectangle(estates, 2, 200, 2200, 400, 2400);
  add_ring(*third.add_polygons(), 5000, 5000, 5100, 5100);  // a part of E3 outside every grid
  return geometry;
}

// ---- people ----

v1::People people(const v1::Territory& territory) {
  struct Row {
    const char* code;
    v1::PartyKind kind;
    std::vector<const char*> areas;
    std::vector<const char*> duties;
    const char* head;
  };
  const std::vector<Row> rows{{"CM11", v1::PARTY_KIND_COMMUNITY, {"C11"}, {"mediation"}, "ST1"},
                              {"CM12", v1::PARTY_KIND_COMMUNITY, {"C12"}, {}, "ST1"},
                              {"DEP", v1::PARTY_KIND_DEPARTMENT, {"D"}, {"drainage", "gas"}, nullptr},
                              {"DEP-S1", v1::PARTY_KIND_DEPARTMENT, {"G4", "S1"}, {"drainage"}, "DEP"},
                              {"DESK", v1::PARTY_KIND_DESK, {"D"}, {}, nullptr},
                              {"FALLBACK", v1::PARTY_KIND_FALLBACK_FIRM, {}, {}, "CM12"},
                              {"FIRM", v1::PARTY_KIND_PROPERTY_FIRM, {}, {}, "CM11"},
                              {"GROUP", v1::PARTY_KIND_OWNERS_GROUP, {}, {}, "CM12"},
                              {"LAMPS", v1::PARTY_KIND_DEPARTMENT, {"S2"}, {"lamps"}, "DESK"},
                              {"ST1", v1::PARTY_KIND_STREET, {"S1"}, {}, "DESK"},
                              {"ST2", v1::PARTY_KIND_STREET, {"S2"}, {}, "DESK"}};
  v1::People people;
  for (const Row& row : rows) {
    v1::Party& party = *people.add_parties();
    party.set_code(row.code);
    party.set_kind(row.kind);
    for (const char* area : row.areas)
      party.add_area_indexes(index_in(territory.areas(), area));
    for (const char* duty : row.duties)
      party.add_duties(duty);
  }
  for (int i = 0; i < people.parties_size(); ++i) {
    const char* head = rows[static_cast<std::size_t>(i)].head;
    if (head != nullptr) people.mutable_parties(i)->set_head_index(index_in(people.parties(), head));
  }
  v1::Member& member = *people.add_members();
  member.set_code("M1");
  member.set_party_index(index_in(people.parties(), "FIRM"));
  member.add_grid_indexes(index_in(territory.areas(), "G1"));
  member.add_roles(v1::ROLE_HANDLER);
  member.add_roles(v1::ROLE_GRID_MEMBER);
  return people;
}

// ---- rules ----

constexpr std::uint32_t kUrgent = 0;
constexpr std::uint32_t kNormal = 1;

v1::Category& add_category(RulesetParts& parts, const char* code, std::optional<v1::Selector> duty) {
  v1::Category& category = *parts.catalogue.add_categories();
  category.set_code(code);
  category.set_class_(v1::CATEGORY_CLASS_EVENT);
  if (duty) *category.mutable_duty() = *duty;
  return category;
}

// "A.1" is below "A"; what it inherits is filled in, as a compiler of directories does.
void fill_catalogue(RulesetParts& parts) {
  v1::Category& drains = add_category(parts, "A", duty_word("drainage"));
  drains.set_urgency_index(kNormal);
  *drains.mutable_resolve() = limit("4wh");
  v1::Category& below = add_category(parts, "A.1", duty_word("drainage"));
  below.set_parent_index(0);
  below.set_urgency_index(kNormal);
  *below.mutable_resolve() = limit("4wh");
  *below.mutable_ack() = limit("0");
  below.set_inside_estate(true);
  add_category(parts, "B", estate_party()).set_class_(v1::CATEGORY_CLASS_PROPERTY);
  add_category(parts, "C", of_tier(v1::TIER_COMMUNITY));
  v1::Category& gas = add_category(parts, "G", duty_word("gas"));
  gas.set_urgency_index(kUrgent);
  add_category(parts, "L", duty_word("lamps"));
  add_category(parts, "N", std::nullopt);
  add_category(parts, "P", party("ST2"));
  add_category(parts, "U", duty_word("nobody's"));
}

v1::Calendar calendar() {
  v1::Calendar calendar;
  const auto span = [&](std::uint32_t start, std::uint32_t end) {
    calendar.add_hours()->set_start_minute(start);
    calendar.mutable_hours(calendar.hours_size() - 1)->set_end_minute(end);
  };
  span(480, 720);
  span(840, 1080);
  calendar.set_weekend_mask(0b110'0000);
  calendar.set_working_day(v1::WORKING_DAY_RULE_HOURS);
  calendar.add_holidays(20'454);  // 2026-01-01
  calendar.set_data_until(20'818);
  calendar.add_offsets()->set_offset_seconds(8 * 3600);
  return calendar;
}

v1::ClockRules clocks() {
  v1::ClockRules clocks;
  const auto urgency = [&](const char* name, const char* ack, const char* resolve) {
    v1::Urgency& added = *clocks.add_urgencies();
    added.set_name(name);
    *added.mutable_ack() = limit(ack);
    *added.mutable_on_site() = limit("0");
    *added.mutable_resolve() = limit(resolve);
    *added.mutable_total() = limit("15cd");
  };
  urgency("urgent", "15m", "8ch");
  urgency("normal", "2wh", "5wd");
  urgency("low", "1wd", "10wd");
  const auto ladder = [&](const char* name, std::vector<v1::PartyKind> kinds) -> v1::Ladder& {
    v1::Ladder& added = *clocks.add_ladders();
    added.set_name(name);
    for (const v1::PartyKind kind : kinds)
      added.add_applies_to(kind);
    v1::LadderStep& step = *added.add_resolve();
    *step.mutable_after() = limit("0m");
    step.set_action(v1::STEP_ACTION_SUPERVISE);
    *step.mutable_target() = of_tier(v1::TIER_DISTRICT);
    return added;
  };
  ladder("property", {v1::PARTY_KIND_PROPERTY_FIRM, v1::PARTY_KIND_OWNERS_GROUP});
  ladder("property-urgent", {v1::PARTY_KIND_PROPERTY_FIRM}).set_urgency_index(kUrgent);
  ladder("property-later", {v1::PARTY_KIND_PROPERTY_FIRM});
  ladder("by-name-only", {});
  return clocks;
}

std::uint32_t party_index(std::string_view code) {
  static const v1::People known = people(territory());
  return index_in(known.parties(), code);
}

const RulesetParts& sample() {
  static const RulesetParts parts = sample_district();
  return parts;
}

v1::Selector selector(v1::SelectorKind kind) {
  v1::Selector message;
  message.set_kind(kind);
  return message;
}

}  // namespace

RulesetParts sample_district() {
  RulesetParts parts;
  parts.manifest.set_schema(1);
  parts.manifest.set_district_code("D");
  parts.territory = territory();
  parts.people = people(parts.territory);
  parts.manifest.set_desk_index(index_in(parts.people.parties(), "DESK"));
  add_estate(parts, "E1", v1::ESTATE_TYPE_PROPERTY_MANAGED, {"G1", "G2"}, "FIRM", false);
  add_estate(parts, "E2", v1::ESTATE_TYPE_SELF_GOVERNED, {"G3"}, "GROUP", true);
  add_estate(parts, "E3", v1::ESTATE_TYPE_UNMANAGED, {"G4"}, "FALLBACK", false);
  add_words(parts.territory);
  parts.geometry = geometry(parts.territory);
  fill_catalogue(parts);
  parts.calendar = calendar();
  parts.clocks = clocks();
  v1::Route& last = *parts.routes.add_routes();
  last.set_id("by-duty");
  *last.mutable_lead() = by_catalogue();
  return parts;
}

tl::expected<std::shared_ptr<const Ruleset>, RulesetError> load(const RulesetParts& parts, LoadGeometry geometry) {
  std::vector<std::pair<v1::RulesetPartKind, const google::protobuf::Message*>> messages{
      {v1::RULESET_PART_KIND_TERRITORY, &parts.territory}, {v1::RULESET_PART_KIND_GEOMETRY, &parts.geometry},
      {v1::RULESET_PART_KIND_PEOPLE, &parts.people},       {v1::RULESET_PART_KIND_CATALOGUE, &parts.catalogue},
      {v1::RULESET_PART_KIND_CALENDAR, &parts.calendar},   {v1::RULESET_PART_KIND_CLOCKS, &parts.clocks},
      {v1::RULESET_PART_KIND_ROUTES, &parts.routes}};
  if (parts.evaluation) messages.emplace_back(v1::RULESET_PART_KIND_EVALUATION, &*parts.evaluation);
  if (parts.retention) messages.emplace_back(v1::RULESET_PART_KIND_RETENTION, &*parts.retention);
  v1::CompiledRuleset manifest = parts.manifest;
  std::map<std::string, std::string, std::less<>> blobs;
  for (const auto& [kind, message] : messages) {
    v1::RulesetPart& part = *manifest.add_parts();
    part.set_kind(kind);
    part.set_sha256(std::string(32, static_cast<char>('a' + kind)));  // any name does; the core computes no hash
    const std::string& bytes = blobs[part.sha256()] = message->SerializeAsString();
    part.set_size(static_cast<std::uint32_t>(bytes.size()));
  }
  const auto lookup = [&](std::string_view sha256) -> std::optional<std::string> {
    const auto found = blobs.find(sha256);
    return found == blobs.end() ? std::nullopt : std::optional(found->second);
  };
  return Ruleset::load(manifest.SerializeAsString(), lookup, geometry);
}

v1::Selector estate_party() {
  return selector(v1::SELECTOR_KIND_ESTATE);
}
v1::Selector by_catalogue() {
  return selector(v1::SELECTOR_KIND_DUTY);
}
v1::Selector blower() {
  return selector(v1::SELECTOR_KIND_BLOWER);
}

v1::Selector duty_word(std::string_view word) {
  v1::Selector message = selector(v1::SELECTOR_KIND_DUTY_WORD);
  message.set_word(std::string(word));
  return message;
}

v1::Selector of_tier(v1::Tier tier) {
  v1::Selector message = selector(v1::SELECTOR_KIND_TIER);
  message.set_tier(tier);
  return message;
}

v1::Selector party(std::string_view code) {
  v1::Selector message = selector(v1::SELECTOR_KIND_PARTY);
  message.set_party_index(party_index(code));
  return message;
}

RuleText& RuleText::lead(const v1::Selector& selector) {
  return *route_.mutable_lead() = selector, *this;
}
RuleText& RuleText::assist(const v1::Selector& selector) {
  return *route_.add_assist() = selector, *this;
}
RuleText& RuleText::inform(const v1::Selector& selector) {
  return *route_.add_inform() = selector, *this;
}
RuleText& RuleText::against(const v1::Selector& selector) {
  return *route_.mutable_against() = selector, *this;
}
RuleText& RuleText::hand_off(std::string_view number) {
  return route_.set_hand_off(std::string(number)), *this;
}

RuleText& RuleText::ladder(std::string_view name) {
  const auto& ladders = sample().clocks.ladders();
  for (int i = 0; i < ladders.size(); ++i) {
    if (ladders[i].name() == name) route_.set_ladder_index(static_cast<std::uint32_t>(i));
  }
  return *this;
}

RuleText& RuleText::category(std::string_view code) {
  return when().add_category_indexes(index_in(sample().catalogue.categories(), code)), *this;
}

RuleText& RuleText::area(std::string_view code) {
  return when().add_area_indexes(index_in(sample().territory.areas(), code)), *this;
}

RuleText& RuleText::urgency(std::string_view name) {
  const auto& urgencies = sample().clocks.urgencies();
  for (int i = 0; i < urgencies.size(); ++i) {
    if (urgencies[i].name() == name) when().add_urgency_indexes(static_cast<std::uint32_t>(i));
  }
  return *this;
}

v1::Routes routes(const std::vector<RuleText>& rules) {
  v1::Routes message;
  for (const RuleText& text : rules)
    *message.add_routes() = text.message();
  return message;
}

}  // namespace whistle::engine
