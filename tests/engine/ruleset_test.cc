#include "engine/ruleset.h"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/engine/sample_district.h"

namespace whistle::engine {
namespace {

std::vector<std::string> codes_of(const Ruleset& ruleset, std::span<const RouteIndex> routes) {
  std::vector<std::string> ids;
  for (const RouteIndex index : routes)
    ids.push_back(ruleset.route(index).id);
  return ids;
}

void keep(RulesetParts& parts, v1::CategoryClass one, std::uint32_t days) {
  if (!parts.retention) parts.retention.emplace();
  v1::ClassRetention& kept = *parts.retention->add_classes();
  kept.set_class_(one);
  kept.set_days(days);
}

TEST_CASE("a sound ruleset loads") {
  const auto loaded = load(sample_district());
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error().what);
  const Ruleset& ruleset = **loaded;
  CHECK(ruleset.areas.size() == 11);
  CHECK(ruleset.party(ruleset.desk).code == "DESK");
  CHECK(ruleset.area(ruleset.district).code == "D");
  CHECK(ruleset.estates.size() == 3);
  CHECK(ruleset.members.front().has(v1::ROLE_GRID_MEMBER));
  CHECK_FALSE(ruleset.members.front().has(v1::ROLE_ARBITER));
  CHECK(ruleset.clocks.ladders.size() == 4);
  CHECK_FALSE(ruleset.grid_shapes.empty());
}

TEST_CASE("closed tickets may be appealed for five working days where the district does not say") {
  CHECK(to_string(load(sample_district()).value()->clocks.appeal_within) == "5wd");
  auto parts = sample_district();
  *parts.clocks.mutable_appeal_within() = to_proto({10, v1::LIMIT_UNIT_CALENDAR_DAYS});
  CHECK(to_string(load(parts).value()->clocks.appeal_within) == "10cd");
  *parts.clocks.mutable_appeal_within() = to_proto({});
  CHECK(load(parts).value()->clocks.appeal_within.none());
}

TEST_CASE("everything is found by its code and nothing else is") {
  const auto ruleset = load(sample_district()).value();
  for (const Area& area : ruleset->areas)
    CHECK(ruleset->area(*ruleset->find_area(area.code)).code == area.code);
  for (const Party& party : ruleset->parties)
    CHECK(ruleset->party(*ruleset->find_party(party.code)).code == party.code);
  for (const Category& row : ruleset->categories)
    CHECK(ruleset->category(*ruleset->find_category(row.code)).code == row.code);
  CHECK(ruleset->find_estate("E2") == EstateIndex{1});
  CHECK(ruleset->find_member("M1") == MemberIndex{0});
  CHECK(ruleset->find_urgency("low") == UrgencyIndex{2});
  CHECK(ruleset->find_legacy("police", "7") == ruleset->find_area("G3"));
  CHECK_FALSE(ruleset->find_area("G").has_value());
  CHECK_FALSE(ruleset->find_area("").has_value());
  CHECK_FALSE(ruleset->find_estate("e1").has_value());
  CHECK_FALSE(ruleset->find_party("DESKX").has_value());
  CHECK_FALSE(ruleset->find_urgency("").has_value());
  CHECK_FALSE(ruleset->find_legacy("police", "8").has_value());
  CHECK_FALSE(ruleset->find_legacy("fire", "7").has_value());
}

TEST_CASE("an area knows what contains it") {
  const auto ruleset = load(sample_district()).value();
  const auto area = [&](const char* code) { return ruleset->find_area(code).value(); };
  CHECK(ruleset->ancestor_at(area("G2"), v1::TIER_GRID) == area("G2"));
  CHECK(ruleset->ancestor_at(area("G2"), v1::TIER_COMMUNITY) == area("C11"));
  CHECK(ruleset->ancestor_at(area("G2"), v1::TIER_STREET) == area("S1"));
  CHECK(ruleset->ancestor_at(area("G2"), v1::TIER_DISTRICT) == area("D"));
  CHECK_FALSE(ruleset->ancestor_at(area("S2"), v1::TIER_COMMUNITY).has_value());
  CHECK(ruleset->contains(area("S1"), area("G3")));
  CHECK(ruleset->contains(area("G3"), area("G3")));
  CHECK_FALSE(ruleset->contains(area("S2"), area("G3")));
  CHECK_FALSE(ruleset->contains(area("G3"), area("C12")));
}

TEST_CASE("a category lies below its ancestors and itself") {
  const auto ruleset = load(sample_district()).value();
  const auto row = [&](const char* code) { return ruleset->find_category(code).value(); };
  CHECK(ruleset->is_or_below(row("A.1"), row("A")));
  CHECK(ruleset->is_or_below(row("A"), row("A")));
  CHECK_FALSE(ruleset->is_or_below(row("A"), row("A.1")));
  CHECK_FALSE(ruleset->is_or_below(row("B"), row("A")));
}

TEST_CASE("without geometry no shape is loaded and no blob asked for") {
  RulesetParts parts = sample_district();
  parts.geometry.mutable_grids(0)->clear_polygons();
  CHECK_FALSE(load(parts).has_value());
  const auto loaded = load(parts, LoadGeometry::No);
  REQUIRE(loaded.has_value());
  CHECK((*loaded)->grid_shapes.empty());
  CHECK((*loaded)->estate_shapes.empty());
}

TEST_CASE("the routes of a category are those that its catalogue row does not rule out, in order") {
  RulesetParts parts = sample_district();
  RuleText by_class = rule("class").lead(party("DEP"));
  by_class.when().add_classes(v1::CATEGORY_CLASS_PROPERTY);
  RuleText inside = rule("inside").lead(estate_party());
  inside.when().set_inside_estate(true);
  RuleText kind = rule("kind").lead(party("DEP"));
  kind.when().add_kinds(v1::WHISTLE_KIND_COMMUNITY);
  parts.routes =
      routes({rule("a").category("A").lead(by_catalogue()), by_class, inside, kind, rule("last").lead(by_catalogue())});
  const auto ruleset = load(parts).value();
  const auto of = [&](const char* code) {
    return codes_of(*ruleset, ruleset->routes_for(ruleset->find_category(code)));
  };
  CHECK(of("A") == std::vector<std::string>{"a", "kind", "last"});
  CHECK(of("A.1") == std::vector<std::string>{"a", "inside", "kind", "last"});
  CHECK(of("B") == std::vector<std::string>{"class", "kind", "last"});
  CHECK(codes_of(*ruleset, ruleset->routes_for(std::nullopt)) == std::vector<std::string>{"kind", "last"});
}

struct Spoiled {
  std::string said;  // in the error
  std::function<void(RulesetParts&)> spoil;
};

void check_refused(const std::vector<Spoiled>& cases) {
  for (const Spoiled& spoiled : cases) {
    CAPTURE(spoiled.said);
    RulesetParts parts = sample_district();
    spoiled.spoil(parts);
    const auto loaded = load(parts);
    REQUIRE_FALSE(loaded.has_value());
    CAPTURE(loaded.error().what);
    CHECK(loaded.error().what.find(spoiled.said) != std::string::npos);
  }
}

TEST_CASE("a fault in the territory is refused") {
  check_refused(
      {{"territory.areas[1] \"C11\"", [](auto& p) { p.territory.mutable_areas(1)->set_code("C11"); }},
       {"territory.areas[0]: codes", [](auto& p) { p.territory.mutable_areas(0)->set_code(""); }},
       {"unknown tier", [](auto& p) { p.territory.mutable_areas(0)->set_tier(static_cast<v1::Tier>(5)); }},
       {"no such parent", [](auto& p) { p.territory.mutable_areas(0)->set_parent_index(11); }},
       {"no such parent", [](auto& p) { p.territory.mutable_areas(0)->clear_parent_index(); }},
       {"of the tier above", [](auto& p) { p.territory.mutable_areas(0)->set_parent_index(3); }},
       {"the district has no parent", [](auto& p) { p.territory.mutable_areas(3)->set_parent_index(3); }},
       {"territory.estates[2] \"E2\"", [](auto& p) { p.territory.mutable_estates(2)->set_code("E2"); }},
       {"unknown type", [](auto& p) { p.territory.mutable_estates(0)->clear_type(); }},
       {"needs grids", [](auto& p) { p.territory.mutable_estates(0)->clear_grid_indexes(); }},
       {"needs grids", [](auto& p) { p.territory.mutable_estates(0)->set_grid_indexes(1, 0); }},
       {"needs grids", [](auto& p) { p.territory.mutable_estates(1)->set_grid_indexes(0, 99); }},
       {"no such party", [](auto& p) { p.territory.mutable_estates(0)->set_party_index(11); }},
       {"territory.legacy_grids[1]", [](auto& p) { *p.territory.add_legacy_grids() = p.territory.legacy_grids(0); }},
       {"no such grid", [](auto& p) { p.territory.mutable_legacy_grids(0)->set_grid_index(0); }},
       {"texts must ascend", [](auto& p) { p.territory.mutable_aliases(0)->set_text(""); }},
       {"texts must ascend", [](auto& p) { *p.territory.add_aliases() = p.territory.aliases(2); }},
       {"no such estate or grid", [](auto& p) { p.territory.mutable_aliases(0)->clear_target(); }},
       {"no such estate or grid", [](auto& p) { p.territory.mutable_aliases(2)->set_estate_index(3); }},
       {"territory.venues[0]", [](auto& p) { p.territory.add_venues()->set_area_index(0); }}});
}

TEST_CASE("a fault in the geometry is refused") {
  check_refused(
      {{"geometry.grids[1]: indexes", [](auto& p) { p.geometry.mutable_grids(1)->set_index(4); }},
       {"geometry.grids[0]: nothing has this index", [](auto& p) { p.geometry.mutable_grids(0)->set_index(0); }},
       {"geometry.estates[2]: nothing", [](auto& p) { p.geometry.mutable_estates(2)->set_index(3); }},
       {"no polygon", [](auto& p) { p.geometry.mutable_grids(0)->clear_polygons(); }},
       {"three corners", [](auto& p) { p.geometry.mutable_grids(0)->mutable_polygons(0)->clear_rings(); }},
       {"three corners",
        [](auto& p) {
          p.geometry.mutable_grids(0)->mutable_polygons(0)->mutable_rings(0)->mutable_deltas()->Truncate(4);
        }},
       {"three corners",
        [](auto& p) {
          p.geometry.mutable_grids(0)->mutable_polygons(0)->mutable_rings(0)->mutable_deltas()->Truncate(7);
        }},
       {"on the globe", [](auto& p) {
          p.geometry.mutable_grids(0)->mutable_polygons(0)->mutable_rings(0)->set_deltas(0, 900'000'001);
        }}});
}

TEST_CASE("a fault in the people is refused") {
  check_refused(
      {{"people.parties[1] \"CM11\": codes", [](auto& p) { p.people.mutable_parties(1)->set_code("CM11"); }},
       {"unknown kind", [](auto& p) { p.people.mutable_parties(0)->clear_kind(); }},
       {"areas must exist", [](auto& p) { p.people.mutable_parties(3)->set_area_indexes(1, 11); }},
       {"areas must exist", [](auto& p) { p.people.mutable_parties(3)->set_area_indexes(1, 7); }},
       {"duties must ascend", [](auto& p) { p.people.mutable_parties(2)->set_duties(1, "drainage"); }},
       {"no such head", [](auto& p) { p.people.mutable_parties(0)->set_head_index(11); }},
       {"run in a circle", [](auto& p) { p.people.mutable_parties(4)->set_head_index(0); }},
       {"desk_index", [](auto& p) { p.manifest.set_desk_index(11); }},
       {"\"drainage\" in the same area",
        [](auto& p) {
          p.people.mutable_parties(8)->set_duties(0, "drainage"), p.people.mutable_parties(8)->set_area_indexes(0, 9);
        }},
       {"\":street\" in the same area", [](auto& p) { p.people.mutable_parties(10)->set_area_indexes(0, 9); }},
       {"people.members[0] \"M1\": no such party", [](auto& p) { p.people.mutable_members(0)->set_party_index(11); }},
       {"grids must exist", [](auto& p) { p.people.mutable_members(0)->set_grid_indexes(0, 0); }},
       {"roles must be known", [](auto& p) { p.people.mutable_members(0)->set_roles(1, static_cast<v1::Role>(10)); }},
       {"people.successors[1] \"OLD\": codes must ascend",
        [](auto& p) { p.people.add_successors()->set_party("OLD"), p.people.add_successors()->set_party("OLD"); }},
       {"people.successors[0] \"OLD\": no such party",
        [](auto& p) {
          p.people.add_successors()->set_party("OLD"), p.people.mutable_successors(0)->set_successor_index(11);
        }},
       {"has no successor", [](auto& p) { p.people.add_successors()->set_party("DESK"); }}});
}

TEST_CASE("a fault in the catalogue is refused") {
  check_refused(
      {{"catalogue.categories[1] \"A\": codes", [](auto& p) { p.catalogue.mutable_categories(1)->set_code("A"); }},
       {"no such parent", [](auto& p) { p.catalogue.mutable_categories(0)->set_parent_index(9); }},
       {"run in a circle", [](auto& p) { p.catalogue.mutable_categories(0)->set_parent_index(1); }},
       {"unknown class",
        [](auto& p) { p.catalogue.mutable_categories(0)->set_class_(static_cast<v1::CategoryClass>(6)); }},
       {"means nobody", [](auto& p) { p.catalogue.mutable_categories(0)->mutable_duty()->set_word(""); }},
       {"means nobody", [](auto& p) { *p.catalogue.mutable_categories(0)->mutable_duty() = by_catalogue(); }},
       {"means nobody", [](auto& p) { *p.catalogue.mutable_categories(0)->mutable_duty() = of_tier(v1::TIER_GRID); }},
       {"means nobody", [](auto& p) { p.catalogue.mutable_categories(7)->mutable_duty()->set_party_index(11); }},
       {"no such urgency", [](auto& p) { p.catalogue.mutable_categories(0)->set_urgency_index(3); }},
       {"a bad limit", [](auto& p) { p.catalogue.mutable_categories(0)->mutable_resolve()->set_count(100'001); }},
       {"a bad limit", [](auto& p) { p.catalogue.mutable_categories(0)->mutable_resolve()->clear_unit(); }},
       {"evidence", [](auto& p) { p.catalogue.mutable_categories(0)->add_evidence(v1::EVIDENCE_UNSPECIFIED); }},
       {"unknown approval", [](auto& p) { p.catalogue.mutable_categories(0)->set_approval(v1::TIER_GRID); }}});
}

TEST_CASE("a fault in the calendar is refused") {
  check_refused({{"calendar.hours: none", [](auto& p) { p.calendar.clear_hours(); }},
                 {"calendar.hours[1]", [](auto& p) { p.calendar.mutable_hours(1)->set_start_minute(719); }},
                 {"calendar.hours[0]", [](auto& p) { p.calendar.mutable_hours(0)->set_end_minute(480); }},
                 {"calendar.hours[1]", [](auto& p) { p.calendar.mutable_hours(1)->set_end_minute(1'441); }},
                 {"weekend_mask", [](auto& p) { p.calendar.set_weekend_mask(0x7F); }},
                 {"weekend_mask", [](auto& p) { p.calendar.set_weekend_mask(0x80); }},
                 {"working_day", [](auto& p) { p.calendar.clear_working_day(); }},
                 {"holidays", [](auto& p) { p.calendar.add_holidays(20'454); }},
                 {"make_up_days", [](auto& p) { p.calendar.add_make_up_days(84'006); }},
                 {"holiday and make-up day", [](auto& p) { p.calendar.add_make_up_days(20'454); }},
                 {"data_until", [](auto& p) { p.calendar.set_data_until(-1); }},
                 {"data_until", [](auto& p) { p.calendar.set_data_until(1'000'000); }},
                 {"offsets: none", [](auto& p) { p.calendar.clear_offsets(); }},
                 {"offsets[1]", [](auto& p) { p.calendar.add_offsets(); }},
                 {"a day or more", [](auto& p) { p.calendar.mutable_offsets(0)->set_offset_seconds(86'400); }},
                 {"past 2199", [](auto& p) { p.calendar.add_offsets()->set_utc_seconds(8'000'000'000); }}});
}

TEST_CASE("a fault in the clocks is refused") {
  check_refused({{"urgencies: none", [](auto& p) { p.clocks.clear_urgencies(); }},
                 {"clocks.urgencies[1] \"urgent\"", [](auto& p) { p.clocks.mutable_urgencies(1)->set_name("urgent"); }},
                 {"a bad limit", [](auto& p) { p.clocks.mutable_urgencies(2)->mutable_total()->clear_unit(); }},
                 {"warn_fraction_bp", [](auto& p) { p.clocks.set_warn_fraction_bp(10'001); }},
                 {"clocks: a bad limit", [](auto& p) { p.clocks.mutable_silence_confirms()->set_count(3); }},
                 {"clocks: a bad limit", [](auto& p) { p.clocks.mutable_appeal_within()->set_count(3); }},
                 {"clocks.ladders[2] \"property\"", [](auto& p) { p.clocks.mutable_ladders(2)->set_name("property"); }},
                 {"kinds must be known",
                  [](auto& p) { p.clocks.mutable_ladders(0)->set_applies_to(1, v1::PARTY_KIND_PROPERTY_FIRM); }},
                 {"no such urgency", [](auto& p) { p.clocks.mutable_ladders(1)->set_urgency_index(3); }},
                 {"a bad step", [](auto& p) { p.clocks.mutable_ladders(0)->mutable_resolve(0)->clear_action(); }},
                 {"a bad step", [](auto& p) { p.clocks.mutable_ladders(0)->mutable_resolve(0)->clear_target(); }},
                 {"a bad step", [](auto& p) {
                    p.clocks.mutable_ladders(0)->mutable_resolve(0)->mutable_after()->set_count(100'001);
                  }}});
}

TEST_CASE("a fault in the routes is refused") {
  check_refused(
      {{"the last must have no condition", [](auto& p) { p.routes.clear_routes(); }},
       {"the last must have no condition",
        [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->set_watched(false); }},
       {"ids must be given once", [](auto& p) { *p.routes.add_routes() = p.routes.routes(0); }},
       {"ids must be given once", [](auto& p) { p.routes.mutable_routes(0)->clear_id(); }},
       {"its lead means nobody", [](auto& p) { p.routes.mutable_routes(0)->clear_lead(); }},
       {"its lead means nobody",
        [](auto& p) { p.routes.mutable_routes(0)->mutable_lead()->set_kind(v1::SELECTOR_KIND_HEAD); }},
       {"an assistant means nobody", [](auto& p) { p.routes.mutable_routes(0)->add_assist(); }},
       {"an informed party means nobody", [](auto& p) { p.routes.mutable_routes(0)->add_inform(); }},
       {"its against means nobody", [](auto& p) { p.routes.mutable_routes(0)->mutable_against(); }},
       {"no such ladder", [](auto& p) { p.routes.mutable_routes(0)->set_ladder_index(4); }},
       {"unknown kind",
        [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->add_kinds(v1::WHISTLE_KIND_UNSPECIFIED); }},
       {"unknown place",
        [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->add_places(static_cast<v1::PlaceClass>(5)); }},
       {"no such category", [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->add_category_indexes(9); }},
       {"no such area", [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->add_area_indexes(11); }},
       {"no such urgency", [](auto& p) { p.routes.mutable_routes(0)->mutable_when()->add_urgency_indexes(3); }}});
}

TEST_CASE("a ruleset tells how long personal data are kept; one from before knows no end") {
  CHECK(load(sample_district()).value()->retention_days.empty());
  auto parts = sample_district();
  parts.retention.emplace();
  CHECK(load(parts).value()->retention_days.empty());
  keep(parts, v1::CATEGORY_CLASS_COMPONENT, 1);
  keep(parts, v1::CATEGORY_CLASS_VISIT, 36'500);
  const auto loaded = load(parts);
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error().what);
  const std::map<v1::CategoryClass, std::uint32_t> kept{{v1::CATEGORY_CLASS_COMPONENT, 1},
                                                        {v1::CATEGORY_CLASS_VISIT, 36'500}};
  CHECK((*loaded)->retention_days == kept);
}

TEST_CASE("a fault in the retention is refused") {
  check_refused({{"not known, or not ascending", [](auto& p) { keep(p, v1::CATEGORY_CLASS_UNSPECIFIED, 10); }},
                 {"not known, or not ascending", [](auto& p) { keep(p, static_cast<v1::CategoryClass>(6), 10); }},
                 {"not known, or not ascending",
                  [](auto& p) {
                    keep(p, v1::CATEGORY_CLASS_EVENT, 10);
                    keep(p, v1::CATEGORY_CLASS_EVENT, 10);
                  }},
                 {"not known, or not ascending",
                  [](auto& p) {
                    keep(p, v1::CATEGORY_CLASS_VISIT, 10);
                    keep(p, v1::CATEGORY_CLASS_EVENT, 10);
                  }},
                 {"1 to 36,500 days", [](auto& p) { keep(p, v1::CATEGORY_CLASS_EVENT, 0); }},
                 {"1 to 36,500 days", [](auto& p) { keep(p, v1::CATEGORY_CLASS_EVENT, 36'501); }}});
}

TEST_CASE("a manifest whose parts are wrong, missing or not there is refused") {
  const auto nothing = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
  CHECK(Ruleset::load("\xff", nothing, LoadGeometry::Yes).error().what == "manifest: no such message");
  CHECK(Ruleset::load("", nothing, LoadGeometry::Yes).error().what == "manifest: schema 0");

  v1::CompiledRuleset manifest;
  manifest.set_schema(1);
  const auto what = [&](const BlobLookup& blobs) {
    return Ruleset::load(manifest.SerializeAsString(), blobs, LoadGeometry::Yes).error().what;
  };
  CHECK(what(nothing) == "manifest: no RULESET_PART_KIND_TERRITORY");
  v1::RulesetPart& part = *manifest.add_parts();
  part.set_kind(v1::RULESET_PART_KIND_TERRITORY);
  CHECK(what(nothing) == "manifest.parts[0]: a hash has 32 bytes");
  part.set_sha256(std::string(32, 'x'));
  CHECK(what(nothing) == "RULESET_PART_KIND_TERRITORY: its blob is not there");
  CHECK(what([](std::string_view) { return std::optional<std::string>("\xff"); }) ==
        "RULESET_PART_KIND_TERRITORY: its blob has another size");
  part.set_size(1);
  CHECK(what([](std::string_view) { return std::optional<std::string>("\xff"); }) ==
        "RULESET_PART_KIND_TERRITORY: its blob is no such message");
  *manifest.add_parts() = part;
  CHECK(what(nothing) == "manifest.parts[1]: kinds must ascend");
  manifest.mutable_parts(1)->set_kind(static_cast<v1::RulesetPartKind>(v1::RulesetPartKind_MAX + 1));
  CHECK(what(nothing) == "manifest.parts[1]: unknown kind");
}

}  // namespace
}  // namespace whistle::engine
