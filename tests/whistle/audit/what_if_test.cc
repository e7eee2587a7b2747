// The same commands under other rules: nothing differs under the same ones, and under others what an independent count
// says.
#include "tools/whistle/audit/what_if.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "adapters/district/compile.h"
#include "storage/rocksdb_store.h"
#include "tests/whistle/audit/lived_journal.h"
#include "tests/whistled/lived.h"

namespace whistle::tools {
namespace {

namespace district = adapters::district;

// A journal under one ruleset: acknowledged, missed, climbed, released, confirmed.
const std::filesystem::path& one_ruleset() {
  static const support::TempDir dir;
  static const auto path = [] {
    auto store = dir.path() / "db";
    whistled::EngineInProcess::Options options;
    options.open_store = [store](const std::filesystem::path&) -> std::unique_ptr<engine::Store> {
      auto opened = storage::open_rocksdb_store(store, {.sync = false});
      REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
      return *std::move(opened);
    };
    whistled::EngineInProcess engine(std::move(options));
    whistled::live(engine);
    return store;
  }();
  return path;
}

// The demonstration district with one text of one file replaced by another.
WhatIfOutcome asked(const std::string& file = {}, const std::string& from = {}, const std::string& to = {}) {
  const support::TempDir dir;
  const auto directory = dir.path() / "district";
  std::filesystem::copy(whistled::demonstration_directory(), directory, std::filesystem::copy_options::recursive);
  if (!file.empty()) {
    std::ifstream in(directory / file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(directory / file, std::ios::binary) << text;
  }
  auto compiled = district::compile_directory(directory);
  REQUIRE(compiled.has_value());
  const std::string sha256(compiled->hash.begin(), compiled->hash.end());
  const auto source = open_stored(one_ruleset());
  WhatIf what_if(*source, sha256, district::load_ruleset(*compiled, engine::LoadGeometry::Yes).value());
  auto outcome = what_if.run([](std::uint64_t) {});
  REQUIRE_MESSAGE(outcome.has_value(), outcome.error().what);
  return *std::move(outcome);
}

template <typename Each>
void each_entry(const Each& each) {
  const auto source = open_stored(one_ruleset());
  const auto scanned = source->scan_entries(0, [&](engine::Sequence, std::string_view bytes) {
    each(engine::parse_entry(bytes).value());
    return true;
  });
  REQUIRE(scanned.has_value());
}

TEST_CASE("under the same rules nothing differs: not a lead, not a deadline, not a miss") {
  const auto outcome = asked();
  CHECK(outcome.tickets == 20);
  CHECK(outcome.differences.empty());
  CHECK(outcome.left_out.empty());
  CHECK(outcome.stood_in == 0);
  std::uint64_t missed = 0;
  for (const auto& [party, both] : outcome.misses) {
    CHECK(both.was == both.would);
    missed += both.was;
  }
  CHECK(missed > 0);
  for (const auto& [party, both] : outcome.dispatches)
    CHECK(both.was == both.would);
}

TEST_CASE("with one limit halved it is the tickets of that limit, by a count of their own") {
  std::set<std::uint64_t> expected;  // of normal urgency, with a limit to acknowledge
  each_entry([&](const v1::Entry& entry) {
    bool normal = false;
    for (const auto& event : entry.events()) {
      normal = normal || (event.has_whistle_blown() && event.whistle_blown().urgency() == "normal");
      const auto& clock = event.clock_started().clock();
      if (normal && event.has_clock_started() && clock.part() == 0 && clock.kind() == v1::CLOCK_KIND_ACK)
        expected.insert(entry.ticket());
    }
  });
  REQUIRE_FALSE(expected.empty());
  const auto outcome = asked("clocks.yaml", "normal: {ack: 2wh,", "normal: {ack: 1wh,");
  std::set<std::uint64_t> differ;
  for (const auto& difference : outcome.differences) {
    CHECK(difference.dues);
    CHECK(difference.was.resolve_us == difference.would.resolve_us);
    CHECK(difference.would.ack_us < difference.was.ack_us);
    differ.insert(difference.ticket);
  }
  CHECK(differ == expected);
}

TEST_CASE("where another would have had the matter, it does there what the other did here") {
  const auto other = asked("estates.csv", ",F-XIANGRUI,", ",F-QINGHE,");
  REQUIRE_FALSE(other.differences.empty());
  CHECK(other.stood_in > 0);
  CHECK(other.dispatches.at("F-QINGHE").would > other.dispatches.at("F-QINGHE").was);
  CHECK(other.dispatches.at("F-XIANGRUI").would < other.dispatches.at("F-XIANGRUI").was);
  for (const auto& difference : other.differences)
    CHECK(difference.lead);
}

}  // namespace
}  // namespace whistle::tools
