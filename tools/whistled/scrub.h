// What was erased out of the files, by whoever has nothing else to do meanwhile.
#pragma once

#include "engine/ports.h"

namespace whistle::tools::whistled {

// Scrubs again and again until it is done, but not for ever; false: somebody does not let go of the former files.
[[nodiscard]] engine::Stored<bool> scrub_whole(engine::Store& store);

}  // namespace whistle::tools::whistled
