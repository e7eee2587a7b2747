#include "tools/whistle/limit_source.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/district/sha256.h"
#include "tests/whistle/offline_sample.h"

namespace whistle::tools {

namespace {

using adapters::district::sample_with;

// Of the condition E01.1 of E01, urgent.
SourcedLimit limit_in(const engine::Ruleset& rules, const char* category, v1::ClockKind kind) {
  return limit_of(rules, rules.find_category(category), engine::UrgencyIndex{0}, kind);
}

// As it was compiled before rows told which limits are their own.
std::shared_ptr<const engine::Ruleset> without_own_limits(const adapters::district::CompiledDistrict& compiled) {
  v1::CompiledRuleset manifest;
  REQUIRE(manifest.ParseFromString(compiled.manifest));
  std::map<std::string, std::string> blobs;
  for (const auto& part : compiled.parts)
    blobs[std::string(part.sha256.begin(), part.sha256.end())] = part.bytes;
  for (auto& part : *manifest.mutable_parts()) {
    if (part.kind() != v1::RULESET_PART_KIND_CATALOGUE) continue;
    v1::Catalogue catalogue;
    REQUIRE(catalogue.ParseFromString(blobs.at(part.sha256())));
    for (auto& category : *catalogue.mutable_categories())
      category.clear_own_limits();
    const auto bytes = catalogue.SerializeAsString();
    const auto hash = adapters::district::sha256(bytes);
    part.set_sha256(std::string(hash.begin(), hash.end()));
    part.set_size(static_cast<std::uint32_t>(bytes.size()));
    blobs[part.sha256()] = bytes;
  }
  const auto lookup = [&](std::string_view hash) { return std::optional(blobs.at(std::string(hash))); };
  const auto loaded = engine::Ruleset::load(manifest.SerializeAsString(), lookup, engine::LoadGeometry::No);
  REQUIRE(loaded);
  return *loaded;
}

}  // namespace

TEST_CASE("a limit is told by where it stands, also where a row repeats the one above it") {
  const auto inherits = offline(adapters::district::sample());
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ON_SITE).source == LimitSource::RowAbove);
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ON_SITE).named == "E01");
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_RESOLVE).source == LimitSource::Row);
  CHECK(limit_in(*inherits.ruleset, "E01.1", v1::CLOCK_KIND_ACK).source == LimitSource::Urgency);
  CHECK(limit_in(*inherits.ruleset, "E01", v1::CLOCK_KIND_ON_SITE).source == LimitSource::Row);

  const auto repeats = offline(sample_with("catalogue.csv", "燃气异味,,,,,,,,2ch", "燃气异味,,,,,,,30m,1ch"));
  for (const auto kind : {v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE}) {
    CHECK(limit_in(*repeats.ruleset, "E01.1", kind).source == LimitSource::Row);
    CHECK(limit_in(*repeats.ruleset, "E01.1", kind).named == "E01.1");
  }
}

TEST_CASE("a ruleset that does not tell which limits are a row's own is read as before") {
  const auto district = offline(sample_with("catalogue.csv", "燃气异味,,,,,,,,2ch", "燃气异味,,,,,,,30m,1ch"));
  const auto older = without_own_limits(district.compiled);
  CHECK(limit_in(*older, "E01.1", v1::CLOCK_KIND_RESOLVE).source == LimitSource::RowAbove);
  CHECK(limit_in(*older, "E01", v1::CLOCK_KIND_RESOLVE).source == LimitSource::Row);
}

}  // namespace whistle::tools
