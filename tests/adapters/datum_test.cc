#include "adapters/datum.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

namespace whistle::adapters {

namespace {

bool within(engine::Point a, engine::Point b, int units) {
  return std::abs(a.lat_e7 - b.lat_e7) <= units && std::abs(a.lon_e7 - b.lon_e7) <= units;
}

}  // namespace

TEST_CASE("a point of a Chinese map lies some hundred metres off, and comes back to where it is") {
  // Worked out by an independent implementation in Python (tools/demonstration/datum.py).
  struct Known {
    engine::Point wgs84, gcj02, bd09;
  };
  constexpr Known kWeifang{{367'000'000, 1'191'600'000}, {367'004'423, 1'191'658'855}, {367'067'779, 1'191'722'643}};
  constexpr Known kBeijing{{399'150'000, 1'164'040'000}, {399'164'043, 1'164'102'445}, {399'226'996, 1'164'166'272}};
  constexpr Known kUrumqi{{438'000'000, 876'000'000}, {438'012'120, 876'028'390}, {438'074'725, 876'092'102}};
  for (const auto& known : {kWeifang, kBeijing, kUrumqi}) {
    CHECK(within(from_wgs84(v1::DATUM_GCJ02, known.wgs84), known.gcj02, 1));
    CHECK(within(from_wgs84(v1::DATUM_BD09, known.wgs84), known.bd09, 1));
    CHECK(within(to_wgs84(v1::DATUM_GCJ02, known.gcj02), known.wgs84, 1));
    CHECK(within(to_wgs84(v1::DATUM_BD09, known.bd09), known.wgs84, 1));
  }
}

TEST_CASE("there and back is the same position anywhere in China") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> lat(200'000'000, 500'000'000);
  std::uniform_int_distribution<std::int32_t> lon(780'000'000, 1'300'000'000);
  for (int i = 0; i < 20'000; ++i) {
    const engine::Point point{lat(random), lon(random)};
    for (const auto datum : {v1::DATUM_GCJ02, v1::DATUM_BD09}) {
      const auto back = to_wgs84(datum, from_wgs84(datum, point));
      CAPTURE(point.lat_e7);
      CAPTURE(point.lon_e7);
      REQUIRE(within(back, point, 1));
    }
  }
}

TEST_CASE("WGS84 and CGCS2000 are taken as they are, and GCJ-02 has no shift outside China") {
  const engine::Point boston{423'594'000, -710'587'000};
  for (const auto datum : {v1::DATUM_UNSPECIFIED, v1::DATUM_WGS84, v1::DATUM_CGCS2000, v1::DATUM_GCJ02}) {
    CHECK(to_wgs84(datum, boston) == boston);
  }
  CHECK_FALSE(needs_conversion(v1::DATUM_CGCS2000));
  CHECK(needs_conversion(v1::DATUM_BD09));
}

}  // namespace whistle::adapters
