// How many whistles can one core route? A made-up district of N grids in a lattice: each grid a ring of 40 corners, an
// estate with outline and alias in every second grid, 40 categories, 24 rules. The whistles say their place as a stream
// does: mostly by a point, else by estate, grid, address or area.
//
//   bench_route --benchmark_filter=grids:147
//
// `locate` finds the place alone, `route` finds place and parties, `dispatch` adds limits and the four deadlines.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/locate.h"
#include "engine/route.h"
#include "engine/ruleset.h"

namespace whistle::engine {
namespace {

constexpr std::int32_t kCell = 40'000;  // some 450 m
constexpr std::int32_t kColumns = 100;
constexpr std::uint32_t kGridsOfCommunity = 5;
constexpr std::uint32_t kCommunitiesOfStreet = 6;
constexpr std::uint32_t kCategories = 40;
constexpr std::uint32_t kDuties = 30;
constexpr std::size_t kWhistles = 4'096;

std::string numbered(const char* prefix, std::uint32_t number) {
  const std::string digits = std::to_string(number);
  return prefix + std::string(6 - digits.size(), '0') + digits;
}

struct Messages {
  v1::CompiledRuleset manifest;
  v1::Territory territory;
  v1::Geometry geometry;
  v1::People people;
  v1::Catalogue catalogue;
  v1::Calendar calendar;
  v1::ClockRules clocks;
  v1::Routes routes;
};

// Codes sort as C... < D < G... < S..., so the lists are in order as they are made.
void make_areas(Messages& made, std::uint32_t grids) {
  const std::uint32_t communities = (grids + kGridsOfCommunity - 1) / kGridsOfCommunity;
  const std::uint32_t streets = (communities + kCommunitiesOfStreet - 1) / kCommunitiesOfStreet;
  const auto add = [&](const std::string& code, v1::Tier tier) -> v1::Area& {
    v1::Area& area = *made.territory.add_areas();
    area.set_code(code);
    area.set_tier(tier);
    return area;
  };
  for (std::uint32_t i = 0; i < communities; ++i) {
    add(numbered("C", i), v1::TIER_COMMUNITY).set_parent_index(communities + 1 + grids + i / kCommunitiesOfStreet);
  }
  add("D", v1::TIER_DISTRICT);
  for (std::uint32_t i = 0; i < grids; ++i) {
    add(numbered("G", i), v1::TIER_GRID).set_parent_index(i / kGridsOfCommunity);
  }
  for (std::uint32_t i = 0; i < streets; ++i)
    add(numbered("S", i), v1::TIER_STREET).set_parent_index(communities);
}

// A square walked in steps of a tenth of its side.
void add_square(v1::Shape& shape, std::int32_t lat, std::int32_t lon, std::int32_t side) {
  v1::Ring& ring = *shape.add_polygons()->add_rings();
  ring.add_deltas(lat);
  ring.add_deltas(lon);
  const std::int32_t step = side / 10;
  const std::int32_t directions[4][2]{{0, step}, {step, 0}, {0, -step}, {-step, 0}};
  for (int i = 1; i < 40; ++i) {
    const std::int32_t* direction = directions[(i - 1) / 10];
    ring.add_deltas(direction[0]);
    ring.add_deltas(direction[1]);
  }
}

std::int32_t south_of(std::uint32_t grid) {
  return static_cast<std::int32_t>(grid) / kColumns * kCell;
}
std::int32_t west_of(std::uint32_t grid) {
  return static_cast<std::int32_t>(grid) % kColumns * kCell;
}

void make_shapes_and_estates(Messages& made, std::uint32_t grids) {
  const std::uint32_t first_grid = (grids + kGridsOfCommunity - 1) / kGridsOfCommunity + 1;
  for (std::uint32_t i = 0; i < grids; ++i) {
    v1::Shape& shape = *made.geometry.add_grids();
    shape.set_index(first_grid + i);
    add_square(shape, south_of(i), west_of(i), kCell);
    if (i % 2 != 0) continue;
    v1::Estate& estate = *made.territory.add_estates();
    estate.set_code(numbered("E", i));
    estate.set_type(static_cast<v1::EstateType>(1 + i % 3));
    estate.add_grid_indexes(first_grid + i);
    estate.set_party_index(0);
    v1::Shape& outline = *made.geometry.add_estates();
    outline.set_index(i / 2);
    add_square(outline, south_of(i) + kCell / 4, west_of(i) + kCell / 4, kCell / 4);
    v1::Alias& alias = *made.territory.add_aliases();
    alias.set_text(numbered("阳光花园", i));
    alias.set_estate_index(i / 2);
  }
}

void make_people(Messages& made) {
  const auto add = [&](const std::string& code, v1::PartyKind kind) -> v1::Party& {
    v1::Party& party = *made.people.add_parties();
    party.set_code(code);
    party.set_kind(kind);
    return party;
  };
  const auto& areas = made.territory.areas();
  add("A-FIRM", v1::PARTY_KIND_PROPERTY_FIRM);
  int district = 0;
  for (int i = 0; i < areas.size(); ++i) {
    if (areas[i].tier() == v1::TIER_COMMUNITY)
      add("B-" + areas[i].code(), v1::PARTY_KIND_COMMUNITY).add_area_indexes(static_cast<unsigned>(i));
    if (areas[i].tier() == v1::TIER_DISTRICT) district = i;
  }
  made.manifest.set_desk_index(static_cast<std::uint32_t>(made.people.parties_size()));
  add("C-DESK", v1::PARTY_KIND_DESK);
  // Every third duty has a party in each street, the others one for the district.
  for (std::uint32_t duty = 0; duty < kDuties; ++duty) {
    v1::Party& party = add(numbered("D", duty), v1::PARTY_KIND_DEPARTMENT);
    party.add_area_indexes(static_cast<unsigned>(district));
    party.add_duties(numbered("duty", duty));
  }
  for (int i = 0; i < areas.size(); ++i) {
    if (areas[i].tier() != v1::TIER_STREET) continue;
    v1::Party& party = add("S-" + areas[i].code(), v1::PARTY_KIND_STREET);
    party.add_area_indexes(static_cast<unsigned>(i));
    for (std::uint32_t duty = 0; duty < kDuties; duty += 3)
      party.add_duties(numbered("duty", duty));
  }
}

void make_rules(Messages& made) {
  for (const char* name : {"urgent", "normal"}) {
    v1::Urgency& urgency = *made.clocks.add_urgencies();
    urgency.set_name(name);
    const auto set = [](v1::Limit& limit, std::uint32_t count, v1::LimitUnit unit) {
      limit.set_count(count);
      limit.set_unit(unit);
    };
    set(*urgency.mutable_ack(), 2, v1::LIMIT_UNIT_WORKING_HOURS);
    set(*urgency.mutable_on_site(), 30, v1::LIMIT_UNIT_MINUTES);
    set(*urgency.mutable_resolve(), 5, v1::LIMIT_UNIT_WORKING_DAYS);
    set(*urgency.mutable_total(), 15, v1::LIMIT_UNIT_CALENDAR_DAYS);
  }
  for (std::uint32_t i = 0; i < kCategories; ++i) {
    v1::Category& row = *made.catalogue.add_categories();
    row.set_code(numbered("K", i));
    if (i % 4 != 0) row.set_parent_index(i / 4 * 4);
    row.set_class_(static_cast<v1::CategoryClass>(1 + i % 5));
    row.mutable_duty()->set_kind(v1::SELECTOR_KIND_DUTY_WORD);
    row.mutable_duty()->set_word(numbered("duty", i % kDuties));
    row.set_inside_estate(i % 2 == 0);
    row.set_urgency_index(i % 5 == 0 ? 0 : 1);
  }
  for (std::uint32_t i = 0; i < 20; ++i) {
    v1::Route& rule = *made.routes.add_routes();
    rule.set_id(numbered("rule", i));
    rule.mutable_when()->add_category_indexes(2 * i);
    if (i % 2 == 0) rule.mutable_when()->add_kinds(v1::WHISTLE_KIND_COMMUNITY);
    if (i % 3 == 0) rule.mutable_when()->add_hours(v1::HOUR_CLASS_OFF);
    rule.mutable_lead()->set_kind(v1::SELECTOR_KIND_DUTY);
    rule.add_assist()->set_kind(v1::SELECTOR_KIND_ESTATE);
  }
  v1::Route& inside = *made.routes.add_routes();
  inside.set_id("inside-an-estate");
  inside.mutable_when()->set_inside_estate(true);
  inside.mutable_when()->add_places(v1::PLACE_CLASS_ESTATE);
  inside.mutable_lead()->set_kind(v1::SELECTOR_KIND_ESTATE);
  v1::Route& last = *made.routes.add_routes();
  last.set_id("by-duty");
  last.mutable_lead()->set_kind(v1::SELECTOR_KIND_DUTY);
  v1::Selector& informed = *last.add_inform();
  informed.set_kind(v1::SELECTOR_KIND_TIER);
  informed.set_tier(v1::TIER_COMMUNITY);
}

void make_calendar(Messages& made) {
  const auto span = [&](std::uint32_t start, std::uint32_t end) {
    v1::WorkingSpan& added = *made.calendar.add_hours();
    added.set_start_minute(start);
    added.set_end_minute(end);
  };
  span(480, 720);
  span(840, 1080);
  made.calendar.set_weekend_mask(0b110'0000);
  made.calendar.set_working_day(v1::WORKING_DAY_RULE_HOURS);
  for (const std::int32_t day : {20'454, 20'455, 20'500, 20'727, 20'728, 20'729})
    made.calendar.add_holidays(day);
  made.calendar.set_data_until(20'818);
  made.calendar.add_offsets()->set_offset_seconds(8 * 3600);
}

std::shared_ptr<const Ruleset> make_ruleset(std::uint32_t grids) {
  Messages made;
  made.manifest.set_schema(1);
  make_areas(made, grids);
  make_shapes_and_estates(made, grids);
  make_people(made);
  make_rules(made);
  make_calendar(made);
  const google::protobuf::Message* parts[]{&made.territory, &made.geometry, &made.people, &made.catalogue,
                                           &made.calendar,  &made.clocks,   &made.routes};
  std::map<std::string, std::string, std::less<>> blobs;
  int kind = v1::RULESET_PART_KIND_TERRITORY;
  for (const google::protobuf::Message* message : parts) {
    v1::RulesetPart& part = *made.manifest.add_parts();
    part.set_kind(static_cast<v1::RulesetPartKind>(kind++));
    part.set_sha256(std::string(32, static_cast<char>(kind)));
    blobs[part.sha256()] = message->SerializeAsString();
    part.set_size(static_cast<std::uint32_t>(blobs[part.sha256()].size()));
  }
  auto loaded = Ruleset::load(
      made.manifest.SerializeAsString(), [&](std::string_view hash) { return std::optional(blobs.find(hash)->second); },
      LoadGeometry::Yes);
  if (!loaded) {
    std::cerr << loaded.error().what << '\n';
    std::exit(EXIT_FAILURE);
  }
  return *loaded;
}

struct Whistle {
  std::string estate, grid, area, address;  // what the clues view: a whistle stays where it was made
  PlaceClues clues;
  RouteQuestion question;
};

std::vector<Whistle> make_whistles(const Ruleset& ruleset, std::uint32_t grids) {
  std::mt19937 random(20260101);
  std::vector<Whistle> whistles(kWhistles);
  for (Whistle& whistle : whistles) {
    const auto grid = static_cast<std::uint32_t>(random() % grids);
    const std::uint32_t estate = grid / 2 * 2;
    const auto clue = random() % 20;
    if (clue < 14) {
      const auto inside = [&] { return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(kCell)); };
      whistle.clues.point = Point{south_of(grid) + inside(), west_of(grid) + inside()};
    } else if (clue < 16) {
      whistle.clues.estate = whistle.estate = numbered("E", estate);
    } else if (clue < 17) {
      whistle.clues.grid = whistle.grid = numbered("G", grid);
    } else if (clue < 19) {
      whistle.clues.address = whistle.address = "高新区健康东街" + numbered("阳光花园", estate) + "小区3号楼2单元";
    } else {
      whistle.clues.area = whistle.area = numbered("C", grid / kGridsOfCommunity);
    }
    whistle.question.kind = random() % 10 == 0 ? v1::WHISTLE_KIND_COMMUNITY : v1::WHISTLE_KIND_RESIDENT;
    whistle.question.source = static_cast<v1::Source>(1 + random() % 6);
    whistle.question.category = CategoryIndex{static_cast<std::uint32_t>(random() % ruleset.categories.size())};
    whistle.question.at = Instant{1'767'225'600'000'000} + minutes(static_cast<std::int64_t>(random() % 400'000));
  }
  return whistles;
}

struct Stage {
  std::shared_ptr<const Ruleset> ruleset;
  std::vector<Whistle> whistles;

  explicit Stage(const benchmark::State& state)
      : ruleset(make_ruleset(static_cast<std::uint32_t>(state.range(0)))),
        whistles(make_whistles(*ruleset, static_cast<std::uint32_t>(state.range(0)))) {}
};

template <typename Step>
void run(benchmark::State& state, Step step) {
  const Stage stage(state);
  std::size_t next = 0;
  for (auto _ : state) {
    step(*stage.ruleset, stage.whistles[next]);
    next = (next + 1) % kWhistles;
  }
  state.SetItemsProcessed(state.iterations());
}

void locate_whistles(benchmark::State& state) {
  run(state,
      [](const Ruleset& ruleset, const Whistle& whistle) { benchmark::DoNotOptimize(locate(ruleset, whistle.clues)); });
}

void route_whistles(benchmark::State& state) {
  run(state, [](const Ruleset& ruleset, const Whistle& whistle) {
    const Place place = locate(ruleset, whistle.clues);
    benchmark::DoNotOptimize(route(ruleset, place, whistle.question));
  });
}

void dispatch_whistles(benchmark::State& state) {
  run(state, [](const Ruleset& ruleset, const Whistle& whistle) {
    const Place place = locate(ruleset, whistle.clues);
    const Routing routing = route(ruleset, place, whistle.question);
    const TicketLimits limits = limits_of(ruleset, whistle.question.category, routing.urgency);
    for (const Limit& limit : {limits.ack, limits.on_site, limits.resolve, limits.total}) {
      if (!limit.none()) benchmark::DoNotOptimize(ruleset.calendar.deadline(whistle.question.at, limit));
    }
  });
}

void deadline_of_45_working_days(benchmark::State& state) {
  run(state, [](const Ruleset& ruleset, const Whistle& whistle) {
    benchmark::DoNotOptimize(ruleset.calendar.deadline(whistle.question.at, {45, v1::LIMIT_UNIT_WORKING_DAYS}));
  });
}

BENCHMARK(locate_whistles)->ArgName("grids")->Arg(147)->Arg(5'000);
BENCHMARK(route_whistles)->ArgName("grids")->Arg(147)->Arg(5'000);
BENCHMARK(dispatch_whistles)->ArgName("grids")->Arg(147)->Arg(5'000);
BENCHMARK(deadline_of_45_working_days)->ArgName("grids")->Arg(147);

}  // namespace
}  // namespace whistle::engine
