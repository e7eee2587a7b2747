#include "adapters/district/evaluation_file.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/district/cells.h"
#include "adapters/district/decimal.h"
#include "adapters/district/limits.h"
#include "adapters/district/words.h"
#include "adapters/district/yaml_fields.h"
#include "engine/evaluation_rules.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 5> kEvaluationKeys{
    {{"weights"}, {"grades"}, {"satisfied_from", false}, {"ledgers", false}, {"community_whistles", false}}};
constexpr std::array<YamlKey, 3> kWeightKeys{{{"response"}, {"resolution"}, {"satisfaction"}}};
constexpr std::array<YamlKey, 2> kLedgersKeys{{{"firm", false}, {"fortress", false}}};
constexpr std::array<YamlKey, 3> kLedgerKeys{{{"base"}, {"good", false}, {"bad", false}}};
constexpr std::array<YamlKey, 2> kVolumeKeys{{{"few"}, {"many"}}};
constexpr std::uint32_t kRatingMax = 5;
constexpr std::uint32_t kVolumePercentMax = 10'000;
constexpr std::uint32_t kBpOfPercent = 100;
constexpr std::uint32_t kWhole = 10'000;
constexpr std::uint32_t kPointsMax = 100;
constexpr std::size_t kGradesMax = 32;

std::uint32_t read_weight(const YamlFields& fields, std::string_view key) {
  const YamlNode* node = fields.scalar(key);
  if (node == nullptr) return 0;
  const auto weight = scaled_decimal(node->text, /*places=*/4);
  if (weight && *weight >= 0 && *weight <= kWhole) return static_cast<std::uint32_t>(*weight);
  fields.error(node->at, key, Fault::BadFraction, {node->text});
  return 0;
}

void read_weights(const FileReport& report, const YamlNode& node, v1::Evaluation& evaluation) {
  const YamlFields fields(report, node, kWeightKeys);
  evaluation.set_response_weight_bp(read_weight(fields, "response"));
  evaluation.set_resolution_weight_bp(read_weight(fields, "resolution"));
  evaluation.set_satisfaction_weight_bp(read_weight(fields, "satisfaction"));
  const std::uint32_t sum =
      evaluation.response_weight_bp() + evaluation.resolution_weight_bp() + evaluation.satisfaction_weight_bp();
  if (sum != kWhole) report.error(node.at, Fault::WeightsSum, {}, {"weights", {}});
}

void read_grades(const FileReport& report, const YamlNode& node, v1::Evaluation& evaluation) {
  if (node.kind != YamlNode::Kind::Map || node.entries.empty() || node.entries.size() > kGradesMax) {
    report.error(node.at, Fault::WantedMap, {}, {"grades", {}});
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    const auto points = whole_number(entry.value.text, kPointsMax);
    if (entry.value.kind != YamlNode::Kind::Scalar || !points) {
      report.error(entry.value.at, Fault::BadNumber, {entry.value.text, std::to_string(kPointsMax)}, {entry.key, {}});
      continue;
    }
    const int before = evaluation.grades_size();
    if (before > 0 && evaluation.grades(before - 1).at_least() <= *points) {
      report.error(entry.value.at, Fault::GradesOutOfOrder, {}, {entry.key, {}});
    }
    v1::Grade& grade = *evaluation.add_grades();
    grade.set_name(entry.key);
    grade.set_at_least(*points);
  }
}

// A map of deeds, good or bad, to points.
template <typename Points>
void read_points(const FileReport& report, const YamlNode& node, bool good, Points& points) {
  std::vector<YamlKey> keys;
  for (const Word<v1::DeedKind>& word : words<v1::DeedKind>()) {
    if (engine::is_good(word.value) == good) keys.push_back({word.text, /*required=*/false});
  }
  const YamlFields fields(report, node, keys);
  for (const YamlKey& key : keys) {
    if (fields.find(key.name) == nullptr) continue;
    v1::DeedPoints& deed = *points.Add();
    deed.set_kind(*parse_word<v1::DeedKind>(key.name));
    deed.set_points(fields.number(key.name, kPointsMax).value_or(0));
  }
}

void read_ledger(const FileReport& report, const YamlNode& node, v1::Ledger& ledger) {
  const YamlFields fields(report, node, kLedgerKeys);
  ledger.set_base(fields.number("base", kPointsMax).value_or(0));
  if (const YamlNode* good = fields.find("good")) read_points(report, *good, /*good=*/true, *ledger.mutable_good());
  if (const YamlNode* bad = fields.find("bad")) read_points(report, *bad, /*good=*/false, *ledger.mutable_bad());
}

void read_ledgers(const FileReport& report, const YamlNode& node, v1::Evaluation& evaluation) {
  const YamlFields fields(report, node, kLedgersKeys);
  if (const YamlNode* firm = fields.find("firm")) read_ledger(report, *firm, *evaluation.mutable_firm());
  if (const YamlNode* fortress = fields.find("fortress"))
    read_ledger(report, *fortress, *evaluation.mutable_fortress());
}

void read_volumes(const FileReport& report, const YamlNode& node, v1::Evaluation& evaluation) {
  const YamlFields fields(report, node, kVolumeKeys);
  evaluation.set_few_whistles_bp(fields.number("few", kVolumePercentMax).value_or(0) * kBpOfPercent);
  evaluation.set_many_whistles_bp(fields.number("many", kVolumePercentMax).value_or(0) * kBpOfPercent);
}

}  // namespace

v1::Evaluation read_evaluation(const FileReport& report, std::string_view bytes) {
  v1::Evaluation evaluation;
  const auto document = read_yaml(report, bytes);
  if (!document) return evaluation;
  const YamlFields fields(report, *document, kEvaluationKeys);
  if (const YamlNode* weights = fields.find("weights")) read_weights(report, *weights, evaluation);
  if (const YamlNode* grades = fields.find("grades")) read_grades(report, *grades, evaluation);
  if (fields.find("satisfied_from") != nullptr)
    evaluation.set_satisfied_from(fields.number("satisfied_from", kRatingMax).value_or(0));
  if (const YamlNode* ledgers = fields.find("ledgers")) read_ledgers(report, *ledgers, evaluation);
  if (const YamlNode* volumes = fields.find("community_whistles")) read_volumes(report, *volumes, evaluation);
  return evaluation;
}

}  // namespace whistle::adapters::district
