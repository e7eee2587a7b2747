// `whistled confirm-clock`: an operator has looked at the machine's time after a jump and says that it is right.
#pragma once

#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Asks the engine that serves the data directory, over its control socket. Failed where none answers, or the time has
// not jumped.
[[nodiscard]] Result<std::string> confirm_clock(const ConfirmClockOptions& options);

}  // namespace whistle::tools::whistled
