// evaluation.yaml: weights of the three rates, and grades.
//
//   weights: {response: 0.30, resolution: 0.35, satisfaction: 0.35}     # sum 1
//   grades: {AAA: 85, AA: 80, A: 70, B: 60, C: 0}                       # from the best to the worst, points from 0 to
//   100
#pragma once

#include <string_view>

#include "adapters/district/diagnostic.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

[[nodiscard]] v1::Evaluation read_evaluation(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
