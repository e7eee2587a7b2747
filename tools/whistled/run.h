// `whistled run`: opens what `init` made, recovers, serves.
#pragma once

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Returns when a signal has asked for the end. A commit that fails ends the process at once, with its exit code.
[[nodiscard]] Result<void> run(const RunOptions& options);

}  // namespace whistle::tools::whistled
