// How many files and connections the machine lets this process have open.
#pragma once

#include <cstddef>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// What serving so many clients takes: each has a connection for commands and one for the feed; the store keeps 512
// files open, and the rest of the process a few.
[[nodiscard]] std::size_t open_files_for(std::size_t clients);

// Raises the limit to what the machine allows at most; returns for how many clients that is enough. Failed where the
// limit cannot be read.
[[nodiscard]] Result<std::size_t> raise_open_files();

}  // namespace whistle::tools::whistled
