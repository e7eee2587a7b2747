// evaluation.yaml: weights of the three rates, grades, and what the ledgers count.
//
//   weights: {response: 0.30, resolution: 0.35, satisfaction: 0.35}     # sum 1
//   grades: {AAA: 85, AA: 80, A: 70, B: 60, C: 0}                       # from the best to the worst, points from 0 to
//   100
//   satisfied_from: 4                                                   # optional, and all that follows
//   ledgers:
//     firm: {base: 70, good: {acknowledged_in_time: 5}, bad: {resolve_missed: 20}}
//     fortress: {base: 70, good: {well_rated: 10}, bad: {reworked: 20}}
//   community_whistles: {few: 50, many: 200}                            # percent of the median
#pragma once

#include <string_view>

#include "adapters/district/diagnostic.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

[[nodiscard]] v1::Evaluation read_evaluation(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
