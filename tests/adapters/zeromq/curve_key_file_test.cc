#include "adapters/zeromq/curve_key_file.h"

#include <sys/stat.h>

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "tests/adapters/zeromq/fixed_random.h"
#include "tests/support/temp_dir.h"

namespace whistle::adapters::zeromq {
namespace {

// The pair that ZeroMQ's manual shows.
constexpr const char* kPublic = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
constexpr const char* kSecret = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

std::filesystem::path written(const support::TempDir& dir, const std::string& text) {
  const auto path = dir.path() / "some.key";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

TEST_CASE("the text of a public key never begins with a dash, which a command line would take for an option") {
  for (std::uint32_t seed = 0; seed < 250; ++seed) {
    FixedRandom random(seed);
    CHECK(to_z85(make_curve_keys(random).public_key).front() != '-');
  }
}

TEST_CASE("a pair is written in two files, the secret one for its owner alone, and read back") {
  const support::TempDir dir;
  FixedRandom random(1);
  const auto keys = make_curve_keys(random);
  REQUIRE(keys.public_key.size() == kCurveKeyBytes);
  const auto path = dir.path() / "desk.key";
  REQUIRE(write_curve_key_files(path, keys, {{"member", "DESK-01"}, {"name", "调度员"}}).has_value());
  CHECK(mode_of(secret_file_of(path)) == 0600U);

  const auto whole = read_curve_key_file(secret_file_of(path));
  REQUIRE(whole.has_value());
  CHECK(whole->keys.public_key == keys.public_key);
  CHECK(whole->keys.secret_key == keys.secret_key);
  REQUIRE(whole->metadata.size() == 2);
  CHECK(whole->metadata[1] == std::pair<std::string, std::string>{"name", "调度员"});
  const auto half = read_curve_key_file(path);
  REQUIRE(half.has_value());
  CHECK(half->keys.public_key == keys.public_key);
  CHECK(half->keys.secret_key.empty());
}

TEST_CASE("neither file is ever overwritten") {
  const support::TempDir dir;
  FixedRandom random(2);
  const auto path = dir.path() / "a.key";
  const auto first = make_curve_keys(random);
  REQUIRE(write_curve_key_files(path, first, {}).has_value());
  CHECK_FALSE(write_curve_key_files(path, make_curve_keys(random), {}).has_value());
  std::filesystem::remove(path);
  CHECK_FALSE(write_curve_key_files(path, make_curve_keys(random), {}).has_value());
  CHECK(read_curve_key_file(secret_file_of(path))->keys.secret_key == first.secret_key);
}

TEST_CASE("a certificate as czmq and pyzmq write it is read") {
  const support::TempDir dir;
  const auto path =
      written(dir, std::string("#   ****  Generated on 2026-01-01 by another program  ****\n#   ZeroMQ CURVE "
                               "Public Certificate\n\nmetadata\n    email = \"a@b.c\"\ncurve\n    public-key = \"") +
                       kPublic + "\"\n    secret-key = \"" + kSecret + "\"\n");
  const auto file = read_curve_key_file(path);
  REQUIRE_MESSAGE(file.has_value(), file.error().what);
  CHECK(to_z85(file->keys.public_key) == kPublic);
  CHECK(to_z85(file->keys.secret_key) == kSecret);
}

TEST_CASE("what is wrong with a key file is said with file and line") {
  const support::TempDir dir;
  const std::string good = std::string("curve\n    public-key = \"") + kPublic + "\"\n";
  struct Case {
    const char* name;
    std::string text;
    const char* what;
  };
  const std::vector<Case> cases = {
      {"empty", "", "no public-key"},
      {"a short key", "curve\n    public-key = \"abc\"\n", ":2: public-key is not 40 characters"},
      {"not Z85", std::string("curve\n    public-key = \"") + std::string(40, '~') + "\"\n", ":2: public-key is not"},
      {"an open quote", "curve\n    public-key = \"abc\n", ":2: not a certificate"},
      {"an unknown property", good + "    colour = \"red\"\n", ":3: unknown property colour"},
      {"a key outside its section", std::string("public-key = \"") + kPublic + "\"\n", ":1: unknown property"},
      {"a secret key of somebody else", good + "    secret-key = \"" + to_z85(std::string(32, '\x07')) + "\"\n",
       "not the public key's"},
      {"a nested section", "curve\n    deeper\n", ":2: a section inside"},
      {"a large file", std::string(70'000, '#'), "too large"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.name);
    const auto read = read_curve_key_file(written(dir, one.text));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().what.find(one.what) != std::string::npos);
    CHECK(read.error().what.find("some.key") != std::string::npos);
  }
  CHECK_FALSE(read_curve_key_file(dir.path() / "absent.key").has_value());
}

TEST_CASE("metadata that the format cannot hold is refused before anything is written") {
  const support::TempDir dir;
  FixedRandom random(3);
  const auto keys = make_curve_keys(random);
  for (const char* value : {"a\"b", "a\nb"}) {
    CHECK_FALSE(write_curve_key_files(dir.path() / "a.key", keys, {{"member", value}}).has_value());
  }
  CHECK_FALSE(write_curve_key_files(dir.path() / "a.key", keys, {{"two words", "x"}}).has_value());
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("Z85 is there and back, and nothing else passes") {
  const std::string whole = std::string(3, '\0') + "\x01\x7f\x80\xff" + std::string(25, 'k');
  REQUIRE(whole.size() == kCurveKeyBytes);
  CHECK(from_z85(to_z85(whole)) == whole);
  CHECK(to_z85("short").empty());
  const std::vector<std::string> not_z85 = {
      std::string(39, '0'), std::string(41, '0'),  std::string(40, ' '),
      std::string(40, '"'), std::string(40, '\0'), std::string(20, '0') + std::string(20, '\x80'),
      std::string(40, '~'), std::string(40, '#'),  // the alphabet's last: five of them are more than 32 bits
  };
  for (const auto& bad : not_z85) {
    CAPTURE(bad);
    CHECK_FALSE(from_z85(bad).has_value());
  }
}

TEST_CASE("equal randomness gives equal keys") {
  FixedRandom first(5);
  FixedRandom second(5);
  CHECK(make_curve_keys(first).public_key == make_curve_keys(second).public_key);
  CHECK(make_curve_keys(first).public_key != make_curve_keys(second).secret_key);
}

}  // namespace
}  // namespace whistle::adapters::zeromq
