#include "adapters/district/shapes_file.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "adapters/district/decimal.h"
#include "adapters/district/json_tree.h"
#include "adapters/district/limits.h"
#include "adapters/district/names.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

using Kind = JsonNode::Kind;

struct Corner {
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  friend bool operator==(const Corner&, const Corner&) = default;
};

constexpr int kPlaces = 7;
constexpr std::int64_t kLatMax = 900'000'000;
constexpr std::int64_t kLonMax = 1'800'000'000;
constexpr std::int64_t kHalfTurn = 1'800'000'000;  // a ring wider than this can't be told from its other side

class ShapesReader {
 public:
  ShapesReader(const FileReport& report, const ShapeOwner& owner) : report_(report), owner_(owner) {}

  Shapes read(const JsonNode& document) {
    if (!is_typed(document, "FeatureCollection")) return {};
    check_members(document, kCollectionMembers);
    check_reference_system(document);
    const JsonNode* features = document.find("features");
    if (features == nullptr || features->kind != Kind::Array) {
      fault(document, Fault::JsonWanted, {"features", "array"});
      return {};
    }
    for (const JsonNode& feature : features->items) {
      read_feature(feature);
      if (corners_ > kCornersMax) {
        fault(feature, Fault::TooManyCorners, {std::to_string(kCornersMax)});
        return {};
      }
    }
    return sorted();
  }

 private:
  struct Found {
    v1::Shape shape;
    std::uint32_t line = 0;
  };

  static constexpr std::array<std::string_view, 5> kCollectionMembers{"type", "features", "name", "bbox", "crs"};
  static constexpr std::array<std::string_view, 5> kFeatureMembers{"type", "properties", "geometry", "id", "bbox"};
  static constexpr std::array<std::string_view, 1> kPropertyMembers{"code"};
  static constexpr std::array<std::string_view, 3> kGeometryMembers{"type", "coordinates", "bbox"};

  void fault(const JsonNode& node, Fault what, std::vector<std::string> args = {}, std::string suggestion = {}) const {
    report_.error({node.line, 0}, what, std::move(args), {code_, std::move(suggestion)});
  }

  bool is_typed(const JsonNode& node, std::string_view type) const {
    const JsonNode* given = node.kind == Kind::Object ? node.find("type") : nullptr;
    if (given != nullptr && given->text == type) return true;
    fault(node, Fault::JsonWanted, {std::string(type), "object"});
    return false;
  }

  void check_members(const JsonNode& node, std::span<const std::string_view> known) const {
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (std::find(known.begin(), known.end(), node.keys[i]) != known.end()) continue;
      fault(node.items[i], Fault::UnknownKey, {node.keys[i]}, nearest_name(node.keys[i], known));
    }
  }

  void check_reference_system(const JsonNode& document) const {
    const JsonNode* crs = document.find("crs");
    if (crs == nullptr) return;
    const JsonNode* properties = crs->find("properties");
    const JsonNode* name = properties == nullptr ? nullptr : properties->find("name");
    if (name == nullptr || !name->text.ends_with("CRS84"))
      fault(*crs, Fault::NotWgs84, {name == nullptr ? "" : name->text});
  }

  void read_feature(const JsonNode& feature) {
    code_.clear();
    if (!is_typed(feature, "Feature")) return;
    check_members(feature, kFeatureMembers);
    const JsonNode* properties = feature.find("properties");
    const JsonNode* code = properties == nullptr ? nullptr : properties->find("code");
    if (code == nullptr || code->kind != Kind::String) return fault(feature, Fault::JsonWanted, {"code", "string"});
    check_members(*properties, kPropertyMembers);
    code_ = code->text;
    const auto index = owner_({code->line, 0}, code->text);
    const JsonNode* geometry = feature.find("geometry");
    if (geometry == nullptr || geometry->kind != Kind::Object)
      return fault(feature, Fault::JsonWanted, {"geometry", "object"});
    check_members(*geometry, kGeometryMembers);
    Found found;
    found.line = feature.line;
    const bool whole = read_geometry(*geometry, found.shape);
    if (!whole || !index) return;
    found.shape.set_index(*index);
    found_.push_back(std::move(found));
  }

  bool read_geometry(const JsonNode& geometry, v1::Shape& shape) {
    const JsonNode* type = geometry.find("type");
    const JsonNode* coordinates = geometry.find("coordinates");
    const bool single = type != nullptr && type->text == "Polygon";
    const bool multiple = type != nullptr && type->text == "MultiPolygon";
    if (!single && !multiple) {
      fault(geometry, Fault::NotAPolygon, {type == nullptr ? "" : type->text});
      return false;
    }
    if (coordinates == nullptr || coordinates->kind != Kind::Array || coordinates->items.empty()) {
      fault(geometry, Fault::JsonWanted, {"coordinates", "array"});
      return false;
    }
    if (single) return read_polygon(*coordinates, *shape.add_polygons());
    return std::all_of(coordinates->items.begin(), coordinates->items.end(),
                       [&](const JsonNode& polygon) { return read_polygon(polygon, *shape.add_polygons()); });
  }

  bool read_polygon(const JsonNode& rings, v1::Polygon& polygon) {
    if (rings.kind != Kind::Array || rings.items.empty()) {
      fault(rings, Fault::JsonWanted, {"ring", "array"});
      return false;
    }
    return std::all_of(rings.items.begin(), rings.items.end(),
                       [&](const JsonNode& ring) { return read_ring(ring, *polygon.add_rings()); });
  }

  bool read_ring(const JsonNode& node, v1::Ring& ring) {
    std::vector<Corner> corners;
    for (const JsonNode& position : node.items) {
      const auto corner = read_position(position);
      if (!corner) return false;
      corners.push_back(*corner);
    }
    corners_ += corners.size();
    if (corners.size() < 4 || corners.front() != corners.back()) {
      fault(node, Fault::RingNotClosed);
      return false;
    }
    corners.pop_back();
    corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
    while (corners.size() > 1 && corners.front() == corners.back())
      corners.pop_back();
    const auto [west, east] = std::minmax_element(corners.begin(), corners.end(),
                                                  [](const Corner& a, const Corner& b) { return a.lon < b.lon; });
    if (east->lon - west->lon > kHalfTurn) {
      fault(node, Fault::RingTooWide);
      return false;
    }
    if (corners.size() < 3 || !has_area(corners)) {
      fault(node, Fault::RingWithoutArea);
      return false;
    }
    store(corners, ring);
    return true;
  }

  std::optional<Corner> read_position(const JsonNode& node) const {
    const std::size_t size = node.items.size();
    const bool numbers =
        node.kind == Kind::Array && size >= 2 && size <= 3 &&
        std::all_of(node.items.begin(), node.items.end(), [](const JsonNode& one) { return one.kind == Kind::Number; });
    if (!numbers) {
      fault(node, Fault::BadPosition);
      return std::nullopt;
    }
    const auto lon = scaled_decimal(node.items[0].text, kPlaces);
    const auto lat = scaled_decimal(node.items[1].text, kPlaces);
    if (!lon || !lat || std::abs(*lon) > kLonMax || std::abs(*lat) > kLatMax) {
      fault(node, Fault::PositionOutOfRange, {node.items[0].text, node.items[1].text});
      return std::nullopt;
    }
    return Corner{*lat, *lon};
  }

  // Whether the corners do not all lie on one line. No ring is wider than half a turn, so that the products fit.
  static bool has_area(const std::vector<Corner>& corners) {
    const Corner& origin = corners.front();
    const Corner& far = corners[1];
    return std::any_of(corners.begin() + 2, corners.end(), [&](const Corner& one) {
      return (far.lon - origin.lon) * (one.lat - origin.lat) != (far.lat - origin.lat) * (one.lon - origin.lon);
    });
  }

  static void store(const std::vector<Corner>& corners, v1::Ring& ring) {
    Corner before;
    for (const Corner& corner : corners) {
      ring.add_deltas(static_cast<std::int32_t>(corner.lat - before.lat));
      ring.add_deltas(static_cast<std::int32_t>(corner.lon - before.lon));
      before = corner;
    }
  }

  Shapes sorted() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.shape.index() < b.shape.index(); });
    Shapes shapes;
    shapes.whole = true;
    for (Found& found : found_) {
      if (!shapes.rows.empty() && shapes.rows.back().index() == found.shape.index()) {
        report_.error({found.line, 0}, Fault::ShapeTwice, {std::to_string(shapes.lines.back())}, {"code", {}});
        continue;
      }
      shapes.lines.push_back(found.line);
      shapes.rows.push_back(std::move(found.shape));
    }
    return shapes;
  }

  const FileReport& report_;
  const ShapeOwner& owner_;
  std::vector<Found> found_;
  std::string code_;  // of the feature that is being read
  std::size_t corners_ = 0;
};

}  // namespace

Shapes read_shapes(const FileReport& report, std::string_view bytes, const ShapeOwner& owner) {
  const auto document = read_json(without_byte_order_mark(bytes));
  if (!document) {
    const JsonFault& failure = document.error();
    const SourcePosition at{failure.line, 0};
    switch (failure.kind) {
      case JsonFault::Kind::RepeatedKey:
        report.error(at, Fault::RepeatedKey, {failure.what});
        break;
      case JsonFault::Kind::TooDeep:
        report.error(at, Fault::JsonTooDeep, {std::to_string(kJsonDepthMax)});
        break;
      case JsonFault::Kind::Syntax:
        report.error(at, Fault::JsonBroken, {failure.what});
        break;
    }
    return {};
  }
  return ShapesReader(report, owner).read(*document);
}

}  // namespace whistle::adapters::district
