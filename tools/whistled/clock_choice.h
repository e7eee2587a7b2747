// Which clock an engine runs on, and whether its journal lets it.
#pragma once

#include <memory>

#include "adapters/clock.h"
#include "engine/state.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Usage where options contradict each other; BadData where the journal has lived on the other kind of time. A driven
// clock goes on where the journal ends, unless --clock-start says a later time; a journal that has not lived yet starts
// at the machine's time.
[[nodiscard]] Result<std::unique_ptr<adapters::CivilClock>> choose_clock(const RunOptions& options,
                                                                         const engine::State& state,
                                                                         const adapters::ReadInstant& wall,
                                                                         const adapters::ReadElapsed& elapsed);

}  // namespace whistle::tools::whistled
