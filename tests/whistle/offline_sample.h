// The sample directory, compiled and loaded as the offline commands do it.
#pragma once

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "tests/adapters/district/sample.h"
#include "tools/whistle/offline_district.h"

namespace whistle::tools {

inline OfflineDistrict offline(std::vector<adapters::district::SourceFileBytes> files) {
  auto compiled = adapters::district::compile_district(std::move(files));
  REQUIRE(compiled);
  auto ruleset = adapters::district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  REQUIRE(ruleset);
  return {std::move(*compiled), std::move(*ruleset)};
}

}  // namespace whistle::tools
