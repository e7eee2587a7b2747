#include "adapters/district/evaluation_file.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "adapters/district/compile.h"
#include "tests/adapters/district/sample.h"

namespace whistle::adapters::district {
namespace {

engine::EvaluationRules rules_of(std::vector<SourceFileBytes> files) {
  const auto district = compile_district(std::move(files));
  REQUIRE(district);
  const auto ruleset = load_ruleset(*district, engine::LoadGeometry::Yes);
  REQUIRE(ruleset);
  return (*ruleset)->evaluation;
}

engine::EvaluationRules with(const std::string& lines) {
  return rules_of(sample_with("evaluation.yaml", "C: 0}\n", "C: 0}\n" + lines));
}

}  // namespace

TEST_CASE("weights and grades reach the core") {
  const auto rules =
      rules_of(sample_with("evaluation.yaml", "response: 0.30, resolution: 0.35", "response: 0.4, resolution: 0.25"));
  CHECK(rules.response_weight_bp == 4'000);
  CHECK(rules.resolution_weight_bp == 2'500);
  CHECK(rules.satisfaction_weight_bp == 3'500);
  REQUIRE(rules.grades.size() == 5);
  CHECK(rules.grades[0].name == "AAA");
  CHECK(rules.grades[0].at_least == 85);
}

TEST_CASE("a ledger that is given is whole: what it does not name counts nothing") {
  const auto rules = with("ledgers: {firm: {base: 60, good: {well_rated: 9, arrived_in_time: 3}}}\n");
  CHECK(rules.firm.base == 60);
  REQUIRE(rules.firm.good.size() == 2);
  CHECK(rules.firm.good[0].kind == v1::DEED_KIND_ARRIVED_IN_TIME);
  CHECK(rules.firm.good[0].points == 3);
  CHECK(rules.firm.good[1].kind == v1::DEED_KIND_WELL_RATED);
  CHECK(rules.firm.good[1].points == 9);
  CHECK(rules.firm.bad.empty());
  CHECK(rules.fortress.base == 70);  // the default
  CHECK(rules.fortress.bad.size() == 5);
}

TEST_CASE("the rest has defaults, which the district may change") {
  CHECK(with("").satisfied_from == 4);
  CHECK(with("satisfied_from: 3\n").satisfied_from == 3);
  CHECK(with("").many_whistles_bp == 20'000);
  const auto rules = with("community_whistles: {few: 25, many: 300}\n");
  CHECK(rules.few_whistles_bp == 2'500);
  CHECK(rules.many_whistles_bp == 30'000);
}

TEST_CASE("a district without the file is evaluated by the defaults") {
  auto files = sample();
  std::erase_if(files, [](const SourceFileBytes& file) { return file.path == "evaluation.yaml"; });
  const auto rules = rules_of(std::move(files));
  CHECK(rules.response_weight_bp == 3'000);
  CHECK(rules.grades.size() == 5);
  CHECK(rules.firm.good.size() == 4);
}

}  // namespace whistle::adapters::district
