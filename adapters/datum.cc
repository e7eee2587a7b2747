#include "adapters/datum.h"

#include <cmath>
#include <initializer_list>
#include <numbers>

namespace whistle::adapters {

namespace {

using std::numbers::pi;

struct Degrees {
  double lat = 0;
  double lon = 0;
};

struct Wave {
  double frequency;
  double metres;
};

// The ellipsoid of Krasovsky, on which the shift is defined.
constexpr double kSemiMajorMetres = 6'378'245.0;
constexpr double kEccentricitySquared = 0.006'693'421'622'965'943;
constexpr double kBdAngle = pi * 3000.0 / 180.0;
constexpr int kIterationsMax = 30;

double waves(double degrees, std::initializer_list<Wave> parts) {
  double sum = 0;
  for (const auto& part : parts)
    sum += part.metres * std::sin(degrees * pi * part.frequency);
  return sum * 2.0 / 3.0;
}

// Where the shift is defined at all: a box around China.
bool shifted(Degrees at) {
  return at.lon > 72.004 && at.lon < 137.8347 && at.lat > 0.8293 && at.lat < 55.8271;
}

Degrees gcj02_of(Degrees at) {
  if (!shifted(at)) return at;
  const double x = at.lon - 105.0;
  const double y = at.lat - 35.0;
  const double fine = waves(x, {{6, 20}, {2, 20}});
  const double root = std::sqrt(std::abs(x));
  const double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fine +
                       waves(y, {{1, 20}, {1.0 / 3, 40}, {1.0 / 12, 160}, {1.0 / 30, 320}});
  const double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fine +
                      waves(x, {{1, 20}, {1.0 / 3, 40}, {1.0 / 12, 150}, {1.0 / 30, 300}});
  const double radians = at.lat / 180.0 * pi;
  const double bulge = 1.0 - kEccentricitySquared * std::sin(radians) * std::sin(radians);
  const double north_radius = kSemiMajorMetres * (1.0 - kEccentricitySquared) / (bulge * std::sqrt(bulge));
  const double east_radius = kSemiMajorMetres / std::sqrt(bulge) * std::cos(radians);
  return {at.lat + north / north_radius * 180.0 / pi, at.lon + east / east_radius * 180.0 / pi};
}

Degrees bd09_of(Degrees wgs84) {
  const auto at = gcj02_of(wgs84);
  const double radius = std::hypot(at.lon, at.lat) + 0.00002 * std::sin(at.lat * kBdAngle);
  const double angle = std::atan2(at.lat, at.lon) + 0.000003 * std::cos(at.lon * kBdAngle);
  return {radius * std::sin(angle) + 0.006, radius * std::cos(angle) + 0.0065};
}

// The shift changes slowly, so that stepping back by what the guess misses converges in a few steps.
template <typename Forward>
Degrees inverse(Forward forward, Degrees wanted) {
  constexpr double kClose = 1e-10;
  auto guess = wanted;
  for (int i = 0; i < kIterationsMax; ++i) {
    const auto there = forward(guess);
    const Degrees miss{wanted.lat - there.lat, wanted.lon - there.lon};
    guess = {guess.lat + miss.lat, guess.lon + miss.lon};
    if (std::abs(miss.lat) < kClose && std::abs(miss.lon) < kClose) break;
  }
  return guess;
}

Degrees degrees_of(engine::Point point) {
  return {point.lat_e7 / 1e7, point.lon_e7 / 1e7};
}

engine::Point point_of(Degrees at) {
  return {static_cast<std::int32_t>(std::nearbyint(at.lat * 1e7)),
          static_cast<std::int32_t>(std::nearbyint(at.lon * 1e7))};
}

}  // namespace

bool needs_conversion(v1::Datum datum) {
  return datum == v1::DATUM_GCJ02 || datum == v1::DATUM_BD09;
}

engine::Point to_wgs84(v1::Datum datum, engine::Point point) {
  if (!needs_conversion(datum)) return point;
  return point_of(inverse(datum == v1::DATUM_GCJ02 ? gcj02_of : bd09_of, degrees_of(point)));
}

engine::Point from_wgs84(v1::Datum datum, engine::Point point) {
  if (!needs_conversion(datum)) return point;
  return point_of(datum == v1::DATUM_GCJ02 ? gcj02_of(degrees_of(point)) : bd09_of(degrees_of(point)));
}

}  // namespace whistle::adapters
