// Gaps: the plane in tiles, each tile in slabs; empty trapezoids that touch are one area, and one that does not reach
// the outside is a gap.
//
// How many outlines hold a place follows from the edges alone: walking east, the count falls by an edge's `turn`. Edges
// that two neighbours share cancel each other and are dropped first, so that a clean partition costs next to nothing.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "adapters/district/coverage.h"
#include "adapters/district/slabs.h"

namespace whistle::adapters::district {
namespace {

constexpr double kTouching = 1e-5;      // units: pieces that share less than this of a side do not touch
constexpr double kEdgesPerTile = 16;    // about as many as make slabs short and tiles few
constexpr std::size_t kTilesMax = 512;  // to each side

// Edges that are the same in both ends become one; those that cancel disappear.
std::vector<Edge> cancelled(std::vector<Edge> edges) {
  const auto ends = [](const Edge& edge) { return std::tie(edge.x0, edge.y0, edge.x1, edge.y1); };
  std::sort(edges.begin(), edges.end(), [&](const Edge& a, const Edge& b) { return ends(a) < ends(b); });
  std::vector<Edge> kept;
  for (const Edge& edge : edges) {
    if (!kept.empty() && ends(kept.back()) == ends(edge)) {
      kept.back().turn += edge.turn;
    } else {
      if (!kept.empty() && kept.back().turn == 0) kept.pop_back();
      kept.push_back(edge);
    }
  }
  if (!kept.empty() && kept.back().turn == 0) kept.pop_back();
  return kept;
}

// Empty pieces, joined where they touch.
class EmptyAreas {
 public:
  std::size_t add(const Trapezoid& piece) {
    parent_.push_back(parent_.size());
    pieces_.push_back(piece);
    return parent_.size() - 1;
  }
  void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }
  void open(std::size_t piece) { open_.push_back(piece); }

  std::vector<Gap> gaps(double area_min_m2) {
    struct Sum {
      double area = 0;
      double largest = 0;
      std::size_t piece = 0;
      bool outside = false;
    };
    std::vector<Sum> sums(parent_.size());
    for (const std::size_t piece : open_)
      sums[root(piece)].outside = true;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Sum& sum = sums[root(i)];
      const double area = pieces_[i].area_m2();
      sum.area += area;
      if (area > sum.largest) sum.largest = area, sum.piece = i;
    }
    std::vector<Gap> gaps;
    for (const Sum& sum : sums) {
      if (!sum.outside && sum.area >= area_min_m2) gaps.push_back({sum.area, pieces_[sum.piece].middle()});
    }
    return gaps;
  }

 private:
  std::size_t root(std::size_t piece) {
    while (parent_[piece] != piece)
      piece = parent_[piece] = parent_[parent_[piece]];
    return piece;
  }

  std::vector<std::size_t> parent_;
  std::vector<Trapezoid> pieces_;
  std::vector<std::size_t> open_;
};

// A stretch of a tile's side along which it is empty.
struct Stretch {
  double from = 0;
  double to = 0;
  std::size_t piece = 0;
};

void join_touching(EmptyAreas& areas, const std::vector<Stretch>& a, const std::vector<Stretch>& b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (std::min(a[i].to, b[j].to) - std::max(a[i].from, b[j].from) > kTouching) areas.join(a[i].piece, b[j].piece);
    a[i].to < b[j].to ? ++i : ++j;
  }
}

// The empty stretches of a tile's four sides.
struct TileSides {
  std::vector<Stretch> left, right, bottom, top;
};

// The plane's tiles. Lines lie between whole numbers, so that no corner is on one.
struct Tiling {
  Tiling(const Extent& extent, std::size_t edges) : low_x(extent.x0 - 10.41), low_y(extent.y0 - 10.41) {
    const double wanted = std::ceil(std::sqrt(static_cast<double>(edges) / kEdgesPerTile));
    side = std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, kTilesMax);
    step_x = (extent.x1 - low_x + 10.37) / static_cast<double>(side);
    step_y = (extent.y1 - low_y + 10.37) / static_cast<double>(side);
    step_x = std::ceil(step_x) + 0.0;
    step_y = std::ceil(step_y) + 0.0;
  }

  double x(std::size_t column) const { return low_x + static_cast<double>(column) * step_x; }
  double y(std::size_t row) const { return low_y + static_cast<double>(row) * step_y; }
  std::size_t column_of(double at) const { return index((at - low_x) / step_x); }
  std::size_t row_of(double at) const { return index((at - low_y) / step_y); }
  std::size_t index(double at) const { return std::min(side - 1, static_cast<std::size_t>(std::max(0.0, at))); }

  double low_x, low_y;
  double step_x = 0;
  double step_y = 0;
  std::size_t side = 1;
};

// Where edges cross a vertical line, upwards: how many outlines hold the line above that height.
class LineCounts {
 public:
  void add(double y, int change) { changes_.emplace_back(y, change); }
  void seal() {
    std::sort(changes_.begin(), changes_.end());
    int count = 0;
    for (auto& [y, change] : changes_)
      change = count += change;
  }
  int above(double y) const {
    const auto next = std::upper_bound(changes_.begin(), changes_.end(), y,
                                       [](double at, const std::pair<double, int>& one) { return at < one.first; });
    return next == changes_.begin() ? 0 : std::prev(next)->second;
  }
  template <typename Visit>
  void each_height(double from, double to, Visit visit) const {
    auto at = std::lower_bound(changes_.begin(), changes_.end(), from,
                               [](const std::pair<double, int>& one, double y) { return one.first < y; });
    for (; at != changes_.end() && at->first <= to; ++at)
      visit(at->first);
  }

 private:
  std::vector<std::pair<double, int>> changes_;
};

class GapFinder {
 public:
  explicit GapFinder(const std::vector<Edge>& edges)
      : edges_(edges),
        tiling_(extent_of(edges), edges.size()),
        lines_(tiling_.side + 1),
        tiles_(tiling_.side * tiling_.side) {
    for (const Edge& edge : edges_)
      place(edge);
    for (LineCounts& line : lines_)
      line.seal();
  }

  std::vector<Gap> run(double area_min_m2) {
    const std::size_t side = tiling_.side;
    std::vector<TileSides> below(side);
    for (std::size_t row = 0; row < side; ++row) {
      std::vector<TileSides> now(side);
      for (std::size_t column = 0; column < side; ++column) {
        now[column] = walk_tile(row, column);
        if (column > 0) join_touching(areas_, now[column - 1].right, now[column].left);
        if (row > 0) join_touching(areas_, below[column].top, now[column].bottom);
        if (row == 0) open(now[column].bottom);
        if (row + 1 == side) open(now[column].top);
      }
      open(now.front().left);
      open(now.back().right);
      below = std::move(now);
    }
    return areas_.gaps(area_min_m2);
  }

 private:
  void open(const std::vector<Stretch>& stretches) {
    for (const Stretch& stretch : stretches)
      areas_.open(stretch.piece);
  }

  // Into the tiles it passes and the lines it crosses. Level edges count for lines alone, and they cross all they pass
  // at one height.
  void place(const Edge& edge) {
    const double west = std::min(edge.x0, edge.x1);
    const double east = std::max(edge.x0, edge.x1);
    for (std::size_t line = tiling_.column_of(west) + 1; line <= tiling_.side && tiling_.x(line) < east; ++line) {
      const double share = (tiling_.x(line) - edge.x0) / (edge.x1 - edge.x0);
      // Going up across an edge that leads east as it rises enters what lies to its left.
      lines_[line].add(edge.y0 + (edge.y1 - edge.y0) * share, edge.x1 > edge.x0 ? edge.turn : -edge.turn);
    }
    if (edge.y0 == edge.y1) return;
    for (std::size_t row = tiling_.row_of(edge.y0); row <= tiling_.row_of(edge.y1); ++row) {
      const double a = edge.x_at(std::max(edge.y0, tiling_.y(row)));
      const double b = edge.x_at(std::min(edge.y1, tiling_.y(row + 1)));
      for (std::size_t column = tiling_.column_of(std::min(a, b)); column <= tiling_.column_of(std::max(a, b));
           ++column) {
        tiles_[row * tiling_.side + column].push_back(&edge);
      }
    }
  }

  std::vector<double> heights_of(std::size_t row, std::size_t column, const std::vector<const Edge*>& edges) const {
    std::vector<double> heights;
    std::vector<const Edge*> sorted = edges;
    std::sort(sorted.begin(), sorted.end(), [](const Edge* a, const Edge* b) { return a->y0 < b->y0; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      heights.push_back(sorted[i]->y0);
      heights.push_back(sorted[i]->y1);
      for (std::size_t j = i + 1; j < sorted.size() && sorted[j]->y0 < sorted[i]->y1; ++j) {
        add_crossing(*sorted[i], *sorted[j], heights);
      }
    }
    const double y0 = tiling_.y(row);
    const double y1 = tiling_.y(row + 1);
    std::erase_if(heights, [&](double y) { return y < y0 || y > y1; });
    for (const std::size_t line : {column, column + 1}) {
      lines_[line].each_height(y0, y1, [&](double y) { heights.push_back(y); });
    }
    heights.push_back(y0);
    heights.push_back(y1);
    tidy_heights(heights);
    return heights;
  }

  TileSides walk_tile(std::size_t row, std::size_t column) {
    const std::vector<const Edge*>& edges = tiles_[row * tiling_.side + column];
    const std::vector<double> heights = heights_of(row, column, edges);
    ActiveEdges active(edges);
    TileSides sides;
    std::vector<Stretch> before;
    for (std::size_t i = 0; i + 1 < heights.size(); ++i) {
      std::vector<Stretch> bottom;
      std::vector<Stretch> top;
      walk_slab(column, heights[i], heights[i + 1], active, sides, bottom, top);
      if (i == 0) sides.bottom = bottom;
      join_touching(areas_, before, bottom);
      before = std::move(top);
    }
    sides.top = std::move(before);
    return sides;
  }

  void walk_slab(std::size_t column, double y0, double y1, ActiveEdges& active, TileSides& sides,
                 std::vector<Stretch>& bottom, std::vector<Stretch>& top) {
    const double west = tiling_.x(column);
    const double east = tiling_.x(column + 1);
    const double middle = (y0 + y1) / 2;
    int count = lines_[column].above(middle);
    Trapezoid piece{y0, y1, west, west, west, west};
    const auto close = [&](double right0, double right1) {
      piece.right0 = right0;
      piece.right1 = right1;
      if (count != 0) return;
      const std::size_t added = areas_.add(piece);
      bottom.push_back({piece.left0, right0, added});
      top.push_back({piece.left1, right1, added});
      if (piece.left0 == west && piece.left1 == west) sides.left.push_back({y0, y1, added});
      if (right0 == east && right1 == east) sides.right.push_back({y0, y1, added});
    };
    for (const Edge* edge : active.in_slab(y0, y1)) {
      const double at = edge->x_at(middle);
      if (at <= west || at >= east) continue;
      const double x0 = std::clamp(edge->x_at(y0), west, east);
      const double x1 = std::clamp(edge->x_at(y1), west, east);
      close(x0, x1);
      count -= edge->turn;
      piece.left0 = x0;
      piece.left1 = x1;
    }
    close(east, east);
  }

  const std::vector<Edge>& edges_;
  Tiling tiling_;
  std::vector<LineCounts> lines_;                // by column: its western side
  std::vector<std::vector<const Edge*>> tiles_;  // by row, then column
  EmptyAreas areas_;
};

}  // namespace

std::vector<Gap> find_gaps(const v1::Geometry& geometry, double area_min_m2) {
  std::vector<Edge> edges;
  for (const v1::Shape& shape : geometry.grids()) {
    const std::vector<Edge> own = edges_of(shape);
    edges.insert(edges.end(), own.begin(), own.end());
  }
  if (edges.empty()) return {};
  const std::vector<Edge> kept = cancelled(std::move(edges));
  if (kept.empty()) return {};
  std::vector<Gap> gaps = GapFinder(kept).run(area_min_m2);
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) {
    return std::tie(b.area_m2, a.point.lat_e7, a.point.lon_e7) < std::tie(a.area_m2, b.point.lat_e7, b.point.lon_e7);
  });
  return gaps;
}

}  // namespace whistle::adapters::district
