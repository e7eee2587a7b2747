#include "engine/evaluation_rules.h"

namespace whistle::engine {

namespace {

template <typename List>
std::vector<DeedPoints> points_of(const List& list) {
  std::vector<DeedPoints> points;
  for (const v1::DeedPoints& deed : list)
    points.push_back({deed.kind(), deed.points()});
  return points;
}

LedgerRules ledger_of(const v1::Ledger& message) {
  return {message.base(), points_of(message.good()), points_of(message.bad())};
}

// A party that does everything right ends at 100, one that misses everything at nothing.
LedgerRules default_ledger() {
  return {70,
          {{v1::DEED_KIND_ACKNOWLEDGED_IN_TIME, 5},
           {v1::DEED_KIND_ARRIVED_IN_TIME, 5},
           {v1::DEED_KIND_RESOLVED_IN_TIME, 10},
           {v1::DEED_KIND_WELL_RATED, 10}},
          {{v1::DEED_KIND_ACK_MISSED, 15},
           {v1::DEED_KIND_ON_SITE_MISSED, 15},
           {v1::DEED_KIND_RESOLVE_MISSED, 20},
           {v1::DEED_KIND_REWORKED, 20},
           {v1::DEED_KIND_FALSE_CLOSURE, 20}}};
}

}  // namespace

EvaluationRules default_evaluation() {
  return {3'000,
          3'500,
          3'500,
          {{"AAA", 85}, {"AA", 80}, {"A", 70}, {"B", 60}, {"C", 0}},
          4,
          default_ledger(),
          default_ledger(),
          5'000,
          20'000};
}

EvaluationRules evaluation_rules(const v1::Evaluation& message) {
  auto rules = default_evaluation();
  if (message.response_weight_bp() + message.resolution_weight_bp() + message.satisfaction_weight_bp() > 0) {
    rules.response_weight_bp = message.response_weight_bp();
    rules.resolution_weight_bp = message.resolution_weight_bp();
    rules.satisfaction_weight_bp = message.satisfaction_weight_bp();
  }
  if (message.grades_size() > 0) rules.grades.clear();
  for (const auto& grade : message.grades())
    rules.grades.push_back({grade.name(), grade.at_least()});
  if (message.satisfied_from() > 0) rules.satisfied_from = message.satisfied_from();
  if (message.has_firm()) rules.firm = ledger_of(message.firm());
  if (message.has_fortress()) rules.fortress = ledger_of(message.fortress());
  if (message.few_whistles_bp() > 0) rules.few_whistles_bp = message.few_whistles_bp();
  if (message.many_whistles_bp() > 0) rules.many_whistles_bp = message.many_whistles_bp();
  return rules;
}

}  // namespace whistle::engine
