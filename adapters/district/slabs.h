// The plane of outlines cut into slabs: the common ground of overlaps and gaps.
//
// Coordinates are units of 1e-7 degree as doubles, x to the east, y to the north, so that every corner is a whole
// number and exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/grid_index.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// An edge with its lower end first. `turn` is +1 where the outline's inside lies to the left of the way from lower to
// upper end, -1 where it lies to the right, more where several edges are one. Level edges have y0 == y1 and x0 < x1.
struct Edge {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;
  int turn = 0;

  // At a height between y0 and y1 of an edge that is not level.
  [[nodiscard]] double x_at(double y) const;
};

struct Extent {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;
};

// A piece between two edges and two heights.
struct Trapezoid {
  double y0 = 0;
  double y1 = 0;
  double left0 = 0;  // at y0
  double right0 = 0;
  double left1 = 0;  // at y1
  double right1 = 0;

  [[nodiscard]] double area_m2() const;
  [[nodiscard]] engine::Point middle() const;
};

// Every edge of the shape; outer rings are turned so that their inside lies to the left, holes the other way.
[[nodiscard]] std::vector<Edge> edges_of(const v1::Shape& shape);
[[nodiscard]] Extent extent_of(const std::vector<Edge>& edges);

// Adds the heights at which two edges that are not parallel cross. Both are not level.
void add_crossing(const Edge& a, const Edge& b, std::vector<double>& heights);
// Sorts, and merges heights that differ by nothing that counts.
void tidy_heights(std::vector<double>& heights);

// Edges that reach through a slab, kept up while slabs are walked upwards.
class ActiveEdges {
 public:
  // Sorts the edges by their lower end; they must outlive this.
  explicit ActiveEdges(std::vector<const Edge*> edges);

  // The edges that span the slab, by x in its middle. Slabs come in ascending order.
  const std::vector<const Edge*>& in_slab(double y0, double y1);

 private:
  std::vector<const Edge*> waiting_;
  std::size_t next_ = 0;
  std::vector<const Edge*> active_;
  std::vector<const Edge*> spanning_;
};

}  // namespace whistle::adapters::district
