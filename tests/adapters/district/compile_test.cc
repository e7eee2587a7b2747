#include "adapters/district/compile.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "adapters/district/limits.h"
#include "tests/adapters/district/sample.h"
#include "tests/support/temp_dir.h"

namespace whistle::adapters::district {
namespace {

CompiledDistrict compiled(std::vector<SourceFileBytes> files) {
  auto district = compile_district(std::move(files));
  REQUIRE(district);
  return std::move(*district);
}

std::shared_ptr<const engine::Ruleset> loaded(const CompiledDistrict& district) {
  auto ruleset = load_ruleset(district, engine::LoadGeometry::Yes);
  REQUIRE(ruleset);
  return *ruleset;
}

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("what compiles is what the core loads, sorted by code") {
  const CompiledDistrict district = compiled(sample());
  const auto ruleset = loaded(district);
  CHECK(ruleset->areas.size() == 6);
  CHECK(ruleset->areas[0].code == "0101");
  CHECK(ruleset->areas[2].code == "C1");
  CHECK(ruleset->party(ruleset->desk).code == "DESK");
  CHECK(ruleset->area(ruleset->district).code == "D");
  CHECK(ruleset->aliases.size() == 3);
  CHECK(ruleset->members.size() == 2);
  CHECK(ruleset->routes.size() == 3);
  CHECK(district.lines.areas[2] == 4);
  CHECK(district.lines.routes == std::vector<std::uint32_t>{2, 7, 11});
  CHECK(district.tests.size() == 1);
}

TEST_CASE("a category has its nearest ancestor's duty, class, urgency and limits") {
  const auto ruleset = loaded(compiled(sample()));
  const engine::Category& child = ruleset->category(*ruleset->find_category("E01.1"));
  CHECK(child.duty->word == "gas");
  CHECK(child.category_class == v1::CATEGORY_CLASS_EVENT);
  CHECK(ruleset->urgency(*child.urgency).name == "urgent");
  CHECK(engine::to_string(*child.on_site) == "30m");
  CHECK(engine::to_string(*child.resolve) == "2ch");
  CHECK_FALSE(child.ack);
  CHECK(child.evidence.empty());
}

TEST_CASE("inheritance passes through rows that say nothing, in whatever order they stand") {
  const auto ruleset =
      loaded(compiled(sample_with("catalogue.csv", "A01,", "A02,E03,无,,,,,,,,,,,,\nE03,E02,无,,,,,,,,,,,,\nA01,")));
  const engine::Category& lowest = ruleset->category(*ruleset->find_category("A02"));
  CHECK(lowest.duty->word == "cleaning");
  CHECK(engine::to_string(*lowest.resolve) == "4wh");
  CHECK_FALSE(lowest.inside_estate);
}

TEST_CASE("equal files give equal bytes in whatever order they come") {
  std::vector<SourceFileBytes> files = sample();
  const CompiledDistrict first = compiled(files);
  std::reverse(files.begin(), files.end());
  const CompiledDistrict second = compiled(files);
  CHECK(first.manifest == second.manifest);
  CHECK(first.hash == second.hash);
  CHECK(first.hash == sha256(first.manifest));
}

TEST_CASE("rows in another order change the hash and share the parts") {
  const CompiledDistrict first = compiled(sample());
  const CompiledDistrict second =
      compiled(sample_with("areas.csv", "C1,community,一社区,,S1\nC2,community,二社区,,S1\n",
                           "C2,community,二社区,,S1\nC1,community,一社区,,S1\n"));
  CHECK(first.hash != second.hash);
  REQUIRE(first.parts.size() == second.parts.size());
  for (std::size_t i = 0; i < first.parts.size(); ++i)
    CHECK(first.parts[i].sha256 == second.parts[i].sha256);
}

TEST_CASE("a changed limit changes the catalogue's part alone") {
  const CompiledDistrict first = compiled(sample());
  const CompiledDistrict second = compiled(sample_with("catalogue.csv", ",2ch,", ",3ch,"));
  std::size_t changed = 0;
  for (std::size_t i = 0; i < first.parts.size(); ++i)
    changed += first.parts[i].sha256 == second.parts[i].sha256 ? 0 : 1;
  CHECK(changed == 1);
}

TEST_CASE("a fault in a rule test leaves the rules whole") {
  const auto district = compile_district(sample_with("tests/rules.yaml", "expect", "expects"));
  REQUIRE(district);
  CHECK(district->test_faults.size() == 1);
  CHECK(district->tests.size() == 1);
}

TEST_CASE("a directory on disk compiles like its files; names with a dot in front are left out") {
  const support::TempDir dir;
  for (const support::SampleFile& file : support::sample_directory())
    write(dir.path() / file.path, file.bytes);
  write(dir.path() / ".DS_Store", "\x01\x02");
  write(dir.path() / ".git" / "config", "x");
  write(dir.path() / "tests" / ".keep", "");
  const auto district = compile_directory(dir.path());
  REQUIRE(district);
  CHECK(district->hash == compiled(sample()).hash);
}

TEST_CASE("unknown folders, dead links and missing directories are named") {
  const support::TempDir dir;
  std::filesystem::create_directory(dir.path() / "old");
  std::filesystem::create_symlink(dir.path() / "nowhere", dir.path() / "areas.csv");
  const auto district = compile_directory(dir.path());
  REQUIRE_FALSE(district);
  REQUIRE(district.error().size() == 2);
  CHECK(to_text(district.error()[0]) == "areas.csv: not a regular file");
  CHECK(to_text(district.error()[1]) == "old: unknown folder; a district directory has only tests/");
  const auto nothing = compile_directory(dir.path() / "nowhere");
  REQUIRE_FALSE(nothing);
  CHECK(to_text(nothing.error().front()) == "'" + (dir.path() / "nowhere").string() + "' is not a directory");
}

TEST_CASE("an upload beyond the limits is refused") {
  std::vector<SourceFileBytes> many = sample();
  for (std::size_t i = 0; i < kFilesMax; ++i)
    many.push_back({"tests/t" + std::to_string(i) + ".yaml", ""});
  const auto too_many = compile_district(many);
  REQUIRE_FALSE(too_many);
  CHECK(to_text(too_many.error().front()) == "more than 256 files");
  std::vector<SourceFileBytes> large = sample();
  large.push_back({"estates.geojson", std::string(kFileBytesMax + 1, ' ')});
  const auto too_large = compile_district(large);
  REQUIRE_FALSE(too_large);
  CHECK(to_text(too_large.error().front()) == "estates.geojson: larger than 67108864 bytes");
  std::vector<SourceFileBytes> twice = sample();
  twice.push_back(twice.front());
  const auto repeated = compile_district(twice);
  REQUIRE_FALSE(repeated);
  CHECK(to_text(repeated.error().front()) == "areas.csv: the file is given twice");
}

TEST_CASE("errors beyond a thousand are counted") {
  std::string rows = "code,name,party,grids,roles\n";
  for (int i = 0; i < 1'500; ++i)
    rows += "m" + std::to_string(i) + ",x,NOBODY,,handler\n";
  std::vector<SourceFileBytes> files = sample();
  for (SourceFileBytes& file : files) {
    if (file.path == "members.csv") file.bytes = rows;
  }
  const auto district = compile_district(files);
  REQUIRE_FALSE(district);
  REQUIRE(district.error().size() == kDiagnosticsMax + 1);
  CHECK(to_text(district.error().back()) == "and 500 more");
}

TEST_CASE("every fault has words in both languages") {
  for (unsigned i = 0; i <= static_cast<unsigned>(Fault::RuleIdle); ++i) {
    CHECK_FALSE(fault_text(Language::English, static_cast<Fault>(i), std::vector<std::string>{"a", "b", "c", "d", "e"})
                    .empty());
    CHECK_FALSE(fault_text(Language::Chinese, static_cast<Fault>(i), std::vector<std::string>{"a", "b", "c", "d", "e"})
                    .empty());
  }
  const auto district = compile_district(sample_with("areas.csv", "0102,grid", "0102,gird"));
  REQUIRE_FALSE(district);
  CHECK(to_text(district.error().front(), Language::Chinese) == "areas.csv:7: tier: “gird”不是层级；是否应为“grid”？");
}

}  // namespace whistle::adapters::district
