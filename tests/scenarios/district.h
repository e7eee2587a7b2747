// District directories of the transcripts, compiled as the daemon compiles them.
#pragma once

#include <memory>
#include <string>

#include "engine/ruleset.h"

namespace whistle::tests {

struct LoadedDistrict {
  std::string sha256;  // 32 bytes
  std::shared_ptr<const engine::Ruleset> ruleset;
};

// Throws with every error where the directory does not compile.
[[nodiscard]] LoadedDistrict load_district(const std::string& directory);
// The district of the transcripts with the files of tests/scenarios/variants/NAME laid over it.
[[nodiscard]] LoadedDistrict load_variant(const std::string& name);

}  // namespace whistle::tests
