// grids.geojson and estates.geojson: outlines as RFC 7946 writes them, read exactly into units of 1e-7 degree.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Shapes {
  std::vector<v1::Shape> rows;       // by index
  std::vector<std::uint32_t> lines;  // of the features
  bool whole = false;                // the file was read to its end, whatever its features
};

// Gives the index for the property "code" of a feature; nullopt: reported by it.
using ShapeOwner = std::function<std::optional<std::uint32_t>(SourcePosition at, std::string_view code)>;

// A ring is kept without its repeated last corner and without corners that rounding made equal to the one before.
// Heights (a third number) are dropped. Of a feature collection's other members `name`, `bbox`, `id` and the `crs` of
// WGS-84 are tolerated, because common tools write them; everything else unknown is reported.
[[nodiscard]] Shapes read_shapes(const FileReport& report, std::string_view bytes, const ShapeOwner& owner);

}  // namespace whistle::adapters::district
