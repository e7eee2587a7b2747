// `whistled deliveries`: how deliveries stand, and what becomes of dead letters.
#pragma once

#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Asks the engine that serves the data directory, over its control socket; returns what is to be printed. Failed where
// none answers, nothing is delivered, or there is no such subscriber or dead letter.
[[nodiscard]] Result<std::string> operate_deliveries(const DeliveriesOptions& options);

}  // namespace whistle::tools::whistled
