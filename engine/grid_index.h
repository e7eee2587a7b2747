// Which shapes hold a point, judged exactly in integers of 1e-7 degree: an edge or corner counts as inside.
//
// Candidates come from an R-tree over integer boxes, the judgement from an integer crossing test; doubles misjudge
// points on edges. Constant after construction.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/point.h"

namespace whistle::engine {

// Closed, without its repeated last corner.
using RingPoints = std::vector<Point>;

struct PolygonPoints {
  std::vector<RingPoints> rings;  // outer first, then holes
};

struct IndexedShape {
  std::uint32_t number = 0;
  std::vector<PolygonPoints> polygons;
};

struct ShapeHit {
  std::uint32_t number = 0;
  bool on_edge = false;
};

enum class RingSide { Outside, Inside, Edge };
[[nodiscard]] RingSide side_of(const RingPoints& ring, Point point);

class GridIndex {
 public:
  GridIndex();
  explicit GridIndex(std::vector<IndexedShape> shapes);
  GridIndex(GridIndex&&) noexcept;
  GridIndex& operator=(GridIndex&&) noexcept;
  ~GridIndex();

  // Every shape that holds the point, ascending by number, appended to `hits` after it has been cleared.
  void find(Point point, std::vector<ShapeHit>& hits) const;
  [[nodiscard]] bool empty() const;

 private:
  struct Impl;  // keeps Boost.Geometry out of every file that includes a ruleset
  std::unique_ptr<Impl> impl_;
};

}  // namespace whistle::engine
