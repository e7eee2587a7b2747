#include "engine/grid_index.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/strategies/relate/cartesian.hpp>

#include <boost/geometry/index/rtree.hpp>

namespace whistle::engine {
namespace {

namespace bg = boost::geometry;

// 64 bits, because the tree subtracts coordinates to measure its boxes.
using BoxCorner = bg::model::point<std::int64_t, 2, bg::cs::cartesian>;
using Box = bg::model::box<BoxCorner>;

// Products of coordinate differences reach 1.8e19.
__extension__ typedef __int128 Wide;

struct Part {
  std::uint32_t shape = 0;
  PolygonPoints polygon;
};

using PartNumber = std::uint32_t;
using BoxedPart = std::pair<Box, PartNumber>;
using Tree = bg::index::rtree<BoxedPart, bg::index::rstar<8>>;

BoxCorner corner_of(Point point) {
  return {point.lon_e7, point.lat_e7};
}

Box box_of(const RingPoints& ring) {
  Point low = ring.front();
  Point high = ring.front();
  for (const Point& corner : ring) {
    low = {std::min(low.lat_e7, corner.lat_e7), std::min(low.lon_e7, corner.lon_e7)};
    high = {std::max(high.lat_e7, corner.lat_e7), std::max(high.lon_e7, corner.lon_e7)};
  }
  return {corner_of(low), corner_of(high)};
}

// A hole's edge belongs to the polygon.
RingSide side_of(const PolygonPoints& polygon, Point point) {
  const RingSide of_outer = side_of(polygon.rings.front(), point);
  if (of_outer != RingSide::Inside) return of_outer;
  for (std::size_t hole = 1; hole < polygon.rings.size(); ++hole) {
    const RingSide of_hole = side_of(polygon.rings[hole], point);
    if (of_hole == RingSide::Edge) return RingSide::Edge;
    if (of_hole == RingSide::Inside) return RingSide::Outside;
  }
  return RingSide::Inside;
}

// Keeps `hits` ascending by number. A shape that holds the point inside one of its polygons is not on its edge.
void add_hit(std::vector<ShapeHit>& hits, ShapeHit hit) {
  auto at = std::find_if(hits.begin(), hits.end(), [&](const ShapeHit& known) { return known.number >= hit.number; });
  if (at == hits.end() || at->number != hit.number) {
    hits.insert(at, hit);
  } else {
    at->on_edge = at->on_edge && hit.on_edge;
  }
}

// Takes the tree's candidates as they come and judges each.
class Judge {
 public:
  using iterator_category = std::output_iterator_tag;
  using value_type = void;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = void;

  Judge(const std::vector<Part>& parts, Point point, std::vector<ShapeHit>& hits)
      : parts_(&parts), point_(point), hits_(&hits) {}

  Judge& operator*() { return *this; }
  Judge& operator++() { return *this; }
  Judge& operator++(int) { return *this; }
  Judge& operator=(const BoxedPart& candidate) {
    const Part& part = (*parts_)[candidate.second];
    const RingSide side = side_of(part.polygon, point_);
    if (side != RingSide::Outside) add_hit(*hits_, {part.shape, side == RingSide::Edge});
    return *this;
  }

 private:
  const std::vector<Part>* parts_;
  Point point_;
  std::vector<ShapeHit>* hits_;
};

}  // namespace

struct GridIndex::Impl {
  std::vector<Part> parts;
  Tree tree;
};

// Counts the edges that a ray towards the east crosses; an edge owns its lower end, so that a corner on the ray counts
// once.
RingSide side_of(const RingPoints& ring, Point point) {
  bool inside = false;
  Point from = ring.empty() ? Point{} : ring.back();
  for (const Point to : ring) {
    const bool from_above = from.lat_e7 > point.lat_e7;
    const bool to_above = to.lat_e7 > point.lat_e7;
    if (from_above != to_above) {
      const Wide rise = Wide{to.lat_e7} - from.lat_e7;
      const Wide ahead = (Wide{to.lon_e7} - from.lon_e7) * (Wide{point.lat_e7} - from.lat_e7) -
                         rise * (Wide{point.lon_e7} - from.lon_e7);
      if (ahead == 0) return RingSide::Edge;
      if ((ahead > 0) == (rise > 0)) inside = !inside;
    } else if (to.lat_e7 == point.lat_e7) {
      // No crossing: the point can only be the corner itself, or lie on an edge that runs along its latitude.
      if (to.lon_e7 == point.lon_e7) return RingSide::Edge;
      if (from.lat_e7 == point.lat_e7 && (from.lon_e7 > point.lon_e7) != (to.lon_e7 > point.lon_e7)) {
        return RingSide::Edge;
      }
    }
    from = to;
  }
  return inside ? RingSide::Inside : RingSide::Outside;
}

GridIndex::GridIndex() = default;
GridIndex::GridIndex(GridIndex&&) noexcept = default;
GridIndex& GridIndex::operator=(GridIndex&&) noexcept = default;
GridIndex::~GridIndex() = default;

GridIndex::GridIndex(std::vector<IndexedShape> shapes) {
  if (shapes.empty()) return;
  impl_ = std::make_unique<Impl>();
  std::vector<BoxedPart> boxes;
  for (IndexedShape& shape : shapes) {
    for (PolygonPoints& polygon : shape.polygons) {
      boxes.emplace_back(box_of(polygon.rings.front()), static_cast<PartNumber>(impl_->parts.size()));
      impl_->parts.push_back({shape.number, std::move(polygon)});
    }
  }
  impl_->tree = Tree(boxes.begin(), boxes.end());
}

void GridIndex::find(Point point, std::vector<ShapeHit>& hits) const {
  hits.clear();
  if (!impl_) return;
  impl_->tree.query(bg::index::intersects(corner_of(point)), Judge(impl_->parts, point, hits));
}

bool GridIndex::empty() const {
  return !impl_;
}

}  // namespace whistle::engine
