// clocks.yaml: classes of limits, warnings, ladders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "adapters/district/parties_file.h"
#include "adapters/district/yaml_reader.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// Names that stand in the file's order, which means something: the index is the place.
struct OrderedNames {
  std::vector<std::string> names;
  std::vector<SourcePosition> at;

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint32_t> resolve(const FileReport& report, SourcePosition position,
                                                     std::string_view field, std::string_view noun,
                                                     std::string_view name) const;
};

// From the highest to the lowest.
struct Urgencies : OrderedNames {
  [[nodiscard]] std::optional<std::uint32_t> resolve(const FileReport& report, SourcePosition position,
                                                     std::string_view field, std::string_view name) const {
    return OrderedNames::resolve(report, position, field, "urgency", name);
  }
};

struct Clocks {
  Urgencies urgencies;
  OrderedNames ladders;
  v1::ClockRules rules;
};

[[nodiscard]] Clocks read_clocks(const FileReport& report, std::string_view bytes, const Parties& parties);

}  // namespace whistle::adapters::district
