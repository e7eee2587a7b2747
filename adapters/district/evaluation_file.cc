#include "adapters/district/evaluation_file.h"

#include <array>
#include <cstdint>

#include "adapters/district/cells.h"
#include "adapters/district/decimal.h"
#include "adapters/district/limits.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 2> kKeys{{{"weights"}, {"grades"}}};
constexpr std::array<YamlKey, 3> kWeightKeys{{{"response"}, {"resolution"}, {"satisfaction"}}};
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

}  // namespace

v1::Evaluation read_evaluation(const FileReport& report, std::string_view bytes) {
  v1::Evaluation evaluation;
  const auto document = read_yaml(report, bytes);
  if (!document) return evaluation;
  const YamlFields fields(report, *document, kKeys);
  if (const YamlNode* weights = fields.find("weights")) read_weights(report, *weights, evaluation);
  if (const YamlNode* grades = fields.find("grades")) read_grades(report, *grades, evaluation);
  return evaluation;
}

}  // namespace whistle::adapters::district
