// Overlaps: two outlines at a time, those whose boxes meet.
#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "adapters/district/coverage.h"
#include "adapters/district/slabs.h"

namespace whistle::adapters::district {
namespace {

struct Outline {
  std::uint32_t index = 0;
  std::vector<Edge> edges;
  Extent extent;
};

bool meet(const Extent& a, const Extent& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

bool touches(const Edge& edge, const Extent& extent) {
  return edge.y0 < extent.y1 && edge.y1 > extent.y0 && std::min(edge.x0, edge.x1) <= extent.x1 &&
         std::max(edge.x0, edge.x1) >= extent.x0;
}

// The edges of both that reach into the common extent's height, and the heights at which something changes within it.
class PairSlabs {
 public:
  PairSlabs(const Outline& a, const Outline& b)
      : common_{std::max(a.extent.x0, b.extent.x0), std::max(a.extent.y0, b.extent.y0),
                std::min(a.extent.x1, b.extent.x1), std::min(a.extent.y1, b.extent.y1)},
        first_(&a.edges.front()),
        first_end_(first_ + a.edges.size()) {
    take(a, inside_a_);
    take(b, inside_b_);
    add_crossings();
    std::erase_if(heights_, [&](double y) { return y < common_.y0 || y > common_.y1; });
    heights_.push_back(common_.y0);
    heights_.push_back(common_.y1);
    tidy_heights(heights_);
  }

  // Area of what both hold, and its largest trapezoid.
  std::pair<double, Trapezoid> shared() {
    ActiveEdges active(edges_);
    std::pair<double, Trapezoid> sum{0, {}};
    double largest = 0;
    for (std::size_t i = 0; i + 1 < heights_.size(); ++i) {
      const double y0 = heights_[i];
      const double y1 = heights_[i + 1];
      bool in_a = false;
      bool in_b = false;
      const Edge* left = nullptr;
      for (const Edge* edge : active.in_slab(y0, y1)) {
        if (in_a && in_b) {
          const Trapezoid piece{y0, y1, left->x_at(y0), edge->x_at(y0), left->x_at(y1), edge->x_at(y1)};
          const double area = piece.area_m2();
          sum.first += area;
          if (area > largest) {
            largest = area;
            sum.second = piece;
          }
        }
        bool& inside = is_first(edge) ? in_a : in_b;
        inside = !inside;
        left = edge;
      }
    }
    return sum;
  }

 private:
  bool is_first(const Edge* edge) const { return edge >= first_ && edge < first_end_; }

  void take(const Outline& outline, std::vector<const Edge*>& near) {
    for (const Edge& edge : outline.edges) {
      if (edge.y0 == edge.y1 || edge.y0 >= common_.y1 || edge.y1 <= common_.y0) continue;
      edges_.push_back(&edge);
      heights_.push_back(edge.y0);
      heights_.push_back(edge.y1);
      if (touches(edge, common_)) near.push_back(&edge);
    }
  }

  void add_crossings() {
    const auto lower = [](const Edge* a, const Edge* b) { return a->y0 < b->y0; };
    std::sort(inside_b_.begin(), inside_b_.end(), lower);
    for (const Edge* a : inside_a_) {
      for (const Edge* b : inside_b_) {
        if (b->y0 >= a->y1) break;
        if (b->y1 > a->y0) add_crossing(*a, *b, heights_);
      }
    }
  }

  Extent common_;
  const Edge* first_;
  const Edge* first_end_;
  std::vector<const Edge*> edges_;
  std::vector<const Edge*> inside_a_;
  std::vector<const Edge*> inside_b_;
  std::vector<double> heights_;
};

std::optional<Overlap> overlap_of(const Outline& a, const Outline& b, double area_min_m2) {
  auto [area, largest] = PairSlabs(a, b).shared();
  if (area < area_min_m2) return std::nullopt;
  const auto [first, second] = std::minmax(a.index, b.index);
  return Overlap{first, second, area, largest.middle()};
}

}  // namespace

std::vector<Overlap> find_overlaps(const v1::Geometry& geometry, double area_min_m2) {
  std::vector<Outline> outlines;
  for (const v1::Shape& shape : geometry.grids()) {
    Outline& outline = outlines.emplace_back();
    outline.index = shape.index();
    outline.edges = edges_of(shape);
    outline.extent = extent_of(outline.edges);
  }
  std::sort(outlines.begin(), outlines.end(), [](const Outline& a, const Outline& b) {
    return std::tie(a.extent.y0, a.index) < std::tie(b.extent.y0, b.index);
  });
  std::vector<Overlap> overlaps;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    for (std::size_t j = i + 1; j < outlines.size() && outlines[j].extent.y0 < outlines[i].extent.y1; ++j) {
      if (!meet(outlines[i].extent, outlines[j].extent)) continue;
      if (auto overlap = overlap_of(outlines[i], outlines[j], area_min_m2)) overlaps.push_back(*overlap);
    }
  }
  std::sort(overlaps.begin(), overlaps.end(), [](const Overlap& a, const Overlap& b) {
    return std::tie(b.area_m2, a.first, a.second) < std::tie(a.area_m2, b.first, b.second);
  });
  return overlaps;
}

}  // namespace whistle::adapters::district
