#include "tools/whistle/district_names.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/temp_dir.h"

namespace whistle::tools {

namespace {

v1::GetDistrictReply reply_of(const std::string& sha256) {
  v1::GetDistrictReply reply;
  reply.set_ruleset_sha256(sha256);
  auto& party = *reply.add_parties();
  party.set_code("F1");
  party.set_name_zh("盛泰物业");
  return reply;
}

}  // namespace

TEST_CASE("a code without a name is said as it is") {
  const DistrictNames names(reply_of("x"));
  CHECK(names.party(Language::English, "F1") == "盛泰物业");
  CHECK(names.party(Language::English, "F2") == "F2");
}

TEST_CASE("a tree that runs in a circle is not followed for ever") {
  v1::GetDistrictReply reply;
  auto& area = *reply.add_areas();
  area.set_code("A");
  area.set_parent("A");
  CHECK_FALSE(DistrictNames(reply).area_at("A", v1::TIER_STREET));
}

TEST_CASE("names are kept under their ruleset's hash, and only found under it") {
  const support::TempDir dir;
  const std::string hash(32, '\x5a');
  CHECK_FALSE(read_cached_district(dir.path() / "cache", hash));
  write_cached_district(dir.path() / "cache", reply_of(hash));
  const auto kept = read_cached_district(dir.path() / "cache", hash);
  REQUIRE(kept);
  CHECK(kept->parties(0).name_zh() == "盛泰物业");
  CHECK_FALSE(read_cached_district(dir.path() / "cache", std::string(32, '\x5b')));
}

TEST_CASE("a damaged cache is no cache") {
  const support::TempDir dir;
  const std::string hash(32, '\x5a');
  write_cached_district(dir.path(), reply_of(hash));
  for (const auto& file : std::filesystem::directory_iterator(dir.path()))
    std::ofstream(file.path()) << "broken";
  CHECK_FALSE(read_cached_district(dir.path(), hash));
}

}  // namespace whistle::tools
