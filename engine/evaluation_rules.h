// What a district says of its evaluation: weights, grades, what is worth how many points. Read from the ruleset; where
// the district says nothing, the defaults of `default_evaluation` hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

inline constexpr std::uint64_t kWholeBp = 10'000;  // the whole, in basis points

struct Grade {
  std::string name;
  std::uint32_t at_least = 0;  // points
};

struct DeedPoints {
  v1::DeedKind kind{};
  std::uint32_t points = 0;  // of a party whose every ticket is so
};

struct LedgerRules {
  std::uint32_t base = 0;
  std::vector<DeedPoints> good;
  std::vector<DeedPoints> bad;
};

struct EvaluationRules {
  std::uint32_t response_weight_bp = 0;
  std::uint32_t resolution_weight_bp = 0;
  std::uint32_t satisfaction_weight_bp = 0;
  std::vector<Grade> grades;  // from the best to the worst
  std::uint32_t satisfied_from = 0;
  LedgerRules firm;
  LedgerRules fortress;
  std::uint32_t few_whistles_bp = 0;  // of the median of all communities
  std::uint32_t many_whistles_bp = 0;
};

// Else it is a bad record.
[[nodiscard]] constexpr bool is_good(v1::DeedKind kind) {
  return kind < v1::DEED_KIND_ACK_MISSED;
}

[[nodiscard]] EvaluationRules default_evaluation();
// The message's, with the defaults wherever it says nothing.
[[nodiscard]] EvaluationRules evaluation_rules(const v1::Evaluation& message);

}  // namespace whistle::engine
