// The tree and the names of a ruleset, as a client asks for them.
#pragma once

#include <string_view>

#include "engine/ruleset.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// Answers `question` from the ruleset in force, whose hash (32 bytes) is `sha256`. Pure.
[[nodiscard]] v1::GetDistrictReply describe_district(const engine::Ruleset& ruleset, std::string_view sha256,
                                                     const v1::GetDistrict& question);

}  // namespace whistle::tools
