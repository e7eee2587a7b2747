#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "engine/near_index.h"
#include "tests/engine/sample_district.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t kMetres = 50;
constexpr std::int32_t kMetreE7 = 90;  // a good metre from south to north
constexpr std::size_t kAll = 1'000'000;

RulesetParts measured(v1::Recurrence recurrence = v1::RECURRENCE_UNSPECIFIED) {
  auto parts = sample_district();
  parts.territory.set_lat_unit_um(11'119);
  parts.territory.set_lon_unit_um(8'915);
  parts.clocks.set_similar_metres(kMetres);
  parts.catalogue.mutable_categories(0)->set_recurrence(recurrence);
  return parts;
}

NearPlace at(const Ruleset& rules, std::optional<Point> point, const char* estate = "") {
  return {rules.categories.front().code, estate, point};
}

}  // namespace

TEST_CASE("two points are near within the district's metres, and no further") {
  const auto rules = load(measured()).value();
  const Point here{367'000'000, 1'191'000'000};
  const auto north = [&](std::int32_t units) { return at(*rules, Point{here.lat_e7 + units, here.lon_e7}); };
  // 50 m are 4,496.8 units of 11,119 micrometres.
  CHECK(is_near(*rules, at(*rules, here), north(4'496)));
  CHECK_FALSE(is_near(*rules, at(*rules, here), north(4'497)));
  CHECK(is_near(*rules, at(*rules, here), at(*rules, Point{here.lat_e7, here.lon_e7 - 5'608})));
  CHECK_FALSE(is_near(*rules, at(*rules, here), at(*rules, Point{here.lat_e7, here.lon_e7 - 5'609})));
  CHECK_FALSE(is_near(*rules, at(*rules, here), at(*rules, Point{here.lat_e7 + 4'000, here.lon_e7 + 4'000})));
}

TEST_CASE("without a point the same estate is near; with two points the points decide") {
  const auto rules = load(measured()).value();
  const Point here{367'000'000, 1'191'000'000};
  const Point there{367'900'000, 1'191'000'000};
  CHECK(is_near(*rules, at(*rules, here, "E1"), at(*rules, std::nullopt, "E1")));
  CHECK_FALSE(is_near(*rules, at(*rules, here, "E1"), at(*rules, std::nullopt, "E2")));
  CHECK_FALSE(is_near(*rules, at(*rules, here, "E1"), at(*rules, there, "E1")));
  CHECK_FALSE(is_near(*rules, at(*rules, std::nullopt), at(*rules, std::nullopt)));
}

TEST_CASE("a category may want both points, or be a matter of its own each time") {
  const Point here{367'000'000, 1'191'000'000};
  const auto with_points = load(measured(v1::RECURRENCE_POINT)).value();
  CHECK(is_near(*with_points, at(*with_points, here, "E1"), at(*with_points, here, "E1")));
  CHECK_FALSE(is_near(*with_points, at(*with_points, here, "E1"), at(*with_points, std::nullopt, "E1")));
  const auto never = load(measured(v1::RECURRENCE_NEVER)).value();
  CHECK_FALSE(is_near(*never, at(*never, here, "E1"), at(*never, here, "E1")));
}

TEST_CASE("where a district does not say what a unit measures, points are near nothing") {
  const auto rules = load(sample_district()).value();
  const Point here{367'000'000, 1'191'000'000};
  CHECK_FALSE(is_near(*rules, at(*rules, here), at(*rules, here)));
}

TEST_CASE("the candidates hold every near one: random tickets agree with a search over all") {
  const auto rules = load(measured()).value();
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto some = [&]() -> NearPlace {
    const Point point{static_cast<std::int32_t>(366'999'000 + random() % (200 * kMetreE7)),
                      static_cast<std::int32_t>(-1'000 + static_cast<std::int32_t>(random() % (200 * kMetreE7)))};
    const bool pointed = random() % 3 != 0;
    auto place = at(*rules, pointed ? std::optional(point) : std::nullopt, random() % 2 == 0 ? "E1" : "");
    if (random() % 4 == 0) place.category = rules->categories.back().code;
    return place;
  };
  NearIndex index;
  std::map<TicketId, NearPlace> plain;
  for (std::uint64_t id = 1; id <= 600; ++id) {
    const auto place = plain.emplace(TicketId{id}, some()).first->second;
    index.add(TicketId{id}, place);
    if (id % 3 != 0) continue;
    const TicketId gone{1 + random() % id};
    if (const auto found = plain.find(gone); found != plain.end()) {
      index.remove(gone, found->second);
      plain.erase(found);
    }
  }
  for (int look = 0; look < 300; ++look) {
    const auto place = some();
    const auto candidates = index.candidates(*rules, place, kAll);
    CHECK(std::ranges::is_sorted(candidates, std::greater<>{}));
    for (const auto& [id, other] : plain) {
      if (!is_near(*rules, place, other)) continue;
      CHECK_MESSAGE(std::ranges::binary_search(candidates, id, std::greater<>{}), "ticket ", id.value);
    }
    for (const auto id : candidates)
      CHECK(plain.contains(id));
  }
}

TEST_CASE("of all that may be near the newest are looked at, newest first") {
  const auto rules = load(measured()).value();
  NearIndex index;
  for (std::uint64_t id = 1; id <= 10; ++id)
    index.add(TicketId{id}, at(*rules, std::nullopt, "E1"));
  const auto found = index.candidates(*rules, at(*rules, std::nullopt, "E1"), 3);
  CHECK(found == std::vector<TicketId>{TicketId{10}, TicketId{9}, TicketId{8}});
}

}  // namespace whistle::engine
