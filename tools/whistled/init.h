// `whistled init`: a data directory from nothing.
#pragma once

#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Returns what to tell the operator. What fails before the journal is written leaves no journal behind.
[[nodiscard]] Result<std::string> init(const InitOptions& options);

}  // namespace whistle::tools::whistled
