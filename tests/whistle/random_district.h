// A small district made at random from a seed: a tree with holes in its authorities, duties at every tier, estates of
// every type, and rules that ask about every kind of condition.
#pragma once

#include <cstdint>
#include <vector>

#include "adapters/district/source_files.h"

namespace whistle::tools {

// The same seed gives the same bytes. The files compile.
[[nodiscard]] std::vector<adapters::district::SourceFileBytes> random_district(std::uint64_t seed);

}  // namespace whistle::tools
