#include "adapters/district/slabs.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace whistle::adapters::district {
namespace {

constexpr double kUnitsPerDegree = 1e7;
constexpr double kSameHeight = 1e-6;  // units: a tenth of a micrometre

// Square metres of one square unit at a latitude, on the WGS-84 ellipsoid.
double square_metres_at(double y) {
  constexpr double kEquatorialRadius = 6'378'137.0;
  constexpr double kEccentricitySquared = 6.694379990141316e-3;
  constexpr double kRadiansPerUnit = std::numbers::pi / 180 / kUnitsPerDegree;
  const double sine = std::sin(y * kRadiansPerUnit);
  const double root = std::sqrt(1 - kEccentricitySquared * sine * sine);
  const double meridian = kEquatorialRadius * (1 - kEccentricitySquared) / (root * root * root);
  const double parallel = kEquatorialRadius / root * std::cos(y * kRadiansPerUnit);
  return meridian * parallel * kRadiansPerUnit * kRadiansPerUnit;
}

struct SlabCorner {
  double x = 0;
  double y = 0;
};

std::vector<SlabCorner> corners_of(const v1::Ring& ring) {
  std::vector<SlabCorner> corners;
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  for (int i = 0; i + 1 < ring.deltas_size(); i += 2) {
    lat += ring.deltas(i);
    lon += ring.deltas(i + 1);
    corners.push_back({static_cast<double>(lon), static_cast<double>(lat)});
  }
  return corners;
}

// Positive where the ring runs counter-clockwise.
double signed_area(const std::vector<SlabCorner>& corners) {
  double sum = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const SlabCorner& a = corners[i];
    const SlabCorner& b = corners[(i + 1) % corners.size()];
    sum += (a.x - corners[0].x) * (b.y - corners[0].y) - (b.x - corners[0].x) * (a.y - corners[0].y);
  }
  return sum;
}

void add_ring(const v1::Ring& ring, bool outer, std::vector<Edge>& edges) {
  const std::vector<SlabCorner> corners = corners_of(ring);
  const bool along = (signed_area(corners) > 0) == outer;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    SlabCorner from = corners[i];
    SlabCorner to = corners[(i + 1) % corners.size()];
    int turn = along ? 1 : -1;
    if (to.y < from.y || (to.y == from.y && to.x < from.x)) {
      std::swap(from, to);
      turn = -turn;
    }
    edges.push_back({from.x, from.y, to.x, to.y, turn});
  }
}

}  // namespace

double Edge::x_at(double y) const {
  if (y <= y0) return x0;
  if (y >= y1) return x1;
  return x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
}

double Trapezoid::area_m2() const {
  const double square_units = (y1 - y0) * ((right0 - left0) + (right1 - left1)) / 2;
  return square_units <= 0 ? 0 : square_units * square_metres_at((y0 + y1) / 2);
}

engine::Point Trapezoid::middle() const {
  return {static_cast<std::int32_t>(std::lround((y0 + y1) / 2)),
          static_cast<std::int32_t>(std::lround((left0 + right0 + left1 + right1) / 4))};
}

std::vector<Edge> edges_of(const v1::Shape& shape) {
  std::vector<Edge> edges;
  for (const v1::Polygon& polygon : shape.polygons()) {
    for (int i = 0; i < polygon.rings_size(); ++i)
      add_ring(polygon.rings(i), /*outer=*/i == 0, edges);
  }
  return edges;
}

Extent extent_of(const std::vector<Edge>& edges) {
  if (edges.empty()) return {};
  Extent extent{edges[0].x0, edges[0].y0, edges[0].x0, edges[0].y0};
  for (const Edge& edge : edges) {
    extent.x0 = std::min({extent.x0, edge.x0, edge.x1});
    extent.x1 = std::max({extent.x1, edge.x0, edge.x1});
    extent.y0 = std::min(extent.y0, edge.y0);
    extent.y1 = std::max(extent.y1, edge.y1);
  }
  return extent;
}

void add_crossing(const Edge& a, const Edge& b, std::vector<double>& heights) {
  const double low = std::max(a.y0, b.y0);
  const double high = std::min(a.y1, b.y1);
  if (low >= high) return;
  const double below = a.x_at(low) - b.x_at(low);
  const double above = a.x_at(high) - b.x_at(high);
  if ((below > 0 && above > 0) || (below < 0 && above < 0) || below == above) return;
  heights.push_back(low + (high - low) * (below / (below - above)));
}

void tidy_heights(std::vector<double>& heights) {
  std::sort(heights.begin(), heights.end());
  const auto same = [](double a, double b) { return b - a < kSameHeight; };
  heights.erase(std::unique(heights.begin(), heights.end(), same), heights.end());
}

ActiveEdges::ActiveEdges(std::vector<const Edge*> edges) : waiting_(std::move(edges)) {
  std::sort(waiting_.begin(), waiting_.end(), [](const Edge* a, const Edge* b) { return a->y0 < b->y0; });
}

const std::vector<const Edge*>& ActiveEdges::in_slab(double y0, double y1) {
  const double middle = (y0 + y1) / 2;
  while (next_ < waiting_.size() && waiting_[next_]->y0 < middle)
    active_.push_back(waiting_[next_++]);
  std::erase_if(active_, [&](const Edge* edge) { return edge->y1 < middle; });
  spanning_ = active_;
  std::sort(spanning_.begin(), spanning_.end(),
            [&](const Edge* a, const Edge* b) { return a->x_at(middle) < b->x_at(middle); });
  return spanning_;
}

}  // namespace whistle::adapters::district
