// Why the engine would not, and what to do next.
#pragma once

#include "tools/whistle/district_time.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/wording.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// `time` nullptr: the district's zone is not known yet, and times stay the numbers that they are.
[[nodiscard]] Failure word_refusal(Language language, const v1::Refusal& refusal, const DistrictTime* time = nullptr);

}  // namespace whistle::tools
