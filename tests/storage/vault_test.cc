#include "storage/vault.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "storage/seeded_random.h"
#include "storage/sha256.h"
#include "storage/system_random.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::StoreFault;

namespace {

struct Fixture {
  support::TempDir dir;
  SystemRandom random;
  std::filesystem::path file = dir.path() / "master.key";
  Vault vault = make(file);

  Vault make(const std::filesystem::path& path) {
    auto vault_made = Vault::create(path, random);
    if (!vault_made) FAIL(vault_made.error().what);
    return std::move(*vault_made);
  }
};

v1::PersonalData whistle() {
  v1::PersonalData personal;
  personal.set_text("三号楼电梯停运，老人被困");
  personal.set_address("健康东街 6 号");
  personal.mutable_reporter()->set_name("住户");
  personal.mutable_reporter()->set_phone("0536-0000000");
  personal.mutable_point()->set_lat_e7(367'000'001);
  personal.mutable_point()->set_lon_e7(1'192'000'003);
  return personal;
}

v1::PersonalData note(const std::string& text) {
  v1::PersonalData personal;
  personal.set_text(text);
  return personal;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what was sealed opens again, with its commitments") {
  const auto first = vault.seal(whistle(), random);
  const auto opened = vault.open(first.row, first.row);
  REQUIRE(opened.has_value());
  CHECK(opened->personal.SerializeAsString() == whistle().SerializeAsString());
  CHECK(opened->salt.size() == 32);
  CHECK(Vault::matches(*opened, first.commitments));
}

TEST_CASE_FIXTURE(Fixture, "nothing of the personal data, its salt or the ticket's key is readable in a row") {
  SeededRandom seeded(1);
  const auto first = vault.seal(whistle(), seeded);
  CHECK(first.row.find("健康东街") == std::string::npos);
  CHECK(first.row.find("0536") == std::string::npos);
  const auto opened = vault.open(first.row, first.row);
  CHECK(first.row.find(opened->salt) == std::string::npos);
  SeededRandom again(1);
  std::string ticket_key(32, '\0');
  again.fill({reinterpret_cast<std::uint8_t*>(ticket_key.data()), ticket_key.size()});
  CHECK(first.row.find(ticket_key) == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a later note opens with its ticket's first row, also where that is empty") {
  for (const auto& personal : {whistle(), v1::PersonalData()}) {
    const auto first = vault.seal(personal, random);
    const auto later = vault.seal_under(first.row, note("已修复"), random);
    REQUIRE(later.has_value());
    CHECK(later->row.size() < first.row.size());
    const auto opened = vault.open(first.row, later->row);
    REQUIRE(opened.has_value());
    CHECK(opened->personal.text() == "已修复");
    CHECK(Vault::matches(*opened, later->commitments));
  }
}

TEST_CASE_FIXTURE(Fixture, "equal data of two tickets are sealed and committed to differently") {
  const auto one = vault.seal(whistle(), random);
  const auto two = vault.seal(whistle(), random);
  CHECK(one.row != two.row);
  CHECK(one.commitments.text() != two.commitments.text());
}

TEST_CASE_FIXTURE(Fixture, "a row with any bit turned over does not open") {
  const auto first = vault.seal(note("text"), random);
  const auto later = vault.seal_under(first.row, note("more"), random);
  for (std::size_t at = 0; at < first.row.size(); ++at) {
    auto bad = first.row;
    bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
    const auto opened = vault.open(bad, bad);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().fault == StoreFault::Damaged);
  }
  for (std::size_t at = 0; at < later->row.size(); ++at) {
    auto bad = later->row;
    bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
    CHECK_FALSE(vault.open(first.row, bad).has_value());
  }
}

TEST_CASE_FIXTURE(Fixture, "a row that is cut short or grown does not open") {
  const auto first = vault.seal(note("text"), random);
  for (std::size_t size = 0; size < first.row.size(); ++size) {
    CHECK_FALSE(vault.open(first.row.substr(0, size), first.row.substr(0, size)).has_value());
  }
  CHECK_FALSE(vault.open(first.row + '\0', first.row + '\0').has_value());
}

TEST_CASE_FIXTURE(Fixture, "a first row's payload does not open as a later row, nor the other way") {
  const auto first = vault.seal(note("text"), random);
  const auto later = vault.seal_under(first.row, note("more"), random);
  const std::size_t head = 2 + 8 + 72;
  const std::string as_later = std::string("\1\2") + first.row.substr(head);
  CHECK_FALSE(vault.open(first.row, as_later).has_value());
  const std::string as_first = first.row.substr(0, head) + later->row.substr(2);
  CHECK_FALSE(vault.open(first.row, as_first).has_value());
}

TEST_CASE_FIXTURE(Fixture, "rows of other tickets do not open, or do not match the entry") {
  const auto mine = vault.seal(whistle(), random);
  const auto other = vault.seal(note("other"), random);
  const auto others_note = vault.seal_under(other.row, note("other note"), random);
  CHECK_FALSE(vault.open(mine.row, others_note->row).has_value());
  const auto opened = vault.open(other.row, other.row);
  REQUIRE(opened.has_value());
  CHECK_FALSE(Vault::matches(*opened, mine.commitments));
}

TEST_CASE_FIXTURE(Fixture, "two notes of one ticket that changed places do not match their entries") {
  const auto first = vault.seal({}, random);
  const auto one = vault.seal_under(first.row, note("same"), random);
  const auto two = vault.seal_under(first.row, note("same"), random);
  const auto opened = vault.open(first.row, two->row);
  CHECK(Vault::matches(*opened, two->commitments));
  CHECK_FALSE(Vault::matches(*opened, one->commitments));
}

TEST_CASE_FIXTURE(Fixture, "another master key opens nothing and says so") {
  const auto first = vault.seal(whistle(), random);
  const auto other = make(dir.path() / "other.key");
  CHECK(other.master_key_id() != vault.master_key_id());
  const auto opened = other.open(first.row, first.row);
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().what.find("another master key") != std::string::npos);
  CHECK_FALSE(other.seal_under(first.row, whistle(), random).has_value());
}

TEST_CASE("a commitment is SHA-256 of salt, field number and value, and absent where nothing was given") {
  const std::string salt(32, 's');
  const auto commitments = Vault::commit(salt, whistle());
  CHECK(commitments.text() == sha256(salt + '\1' + whistle().text()));
  CHECK(commitments.address() == sha256(salt + '\2' + whistle().address()));
  CHECK(commitments.reporter() == sha256(salt + '\3' + whistle().reporter().SerializeAsString()));
  CHECK(commitments.point() == sha256(salt + '\4' + whistle().point().SerializeAsString()));
  CHECK(Vault::commit(salt, {}).ByteSizeLong() == 0);
}

TEST_CASE("a match asks for every commitment and for no others") {
  const Vault::Opened opened{whistle(), std::string(32, 's')};
  auto commitments = Vault::commit(opened.salt, opened.personal);
  CHECK(Vault::matches(opened, commitments));
  commitments.clear_reporter();
  CHECK_FALSE(Vault::matches(opened, commitments));
  const Vault::Opened less{note("text"), opened.salt};
  auto more = Vault::commit(less.salt, less.personal);
  more.set_point(std::string(32, 'p'));
  CHECK_FALSE(Vault::matches(less, more));
}

TEST_CASE_FIXTURE(Fixture, "a master key is opened again from its file, of mode 0600, and never overwritten") {
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto first = vault.seal(whistle(), random);
  const auto opened = Vault::open(file);
  REQUIRE(opened.has_value());
  CHECK(opened->open(first.row, first.row).has_value());

  const auto again = Vault::create(file, random);
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().fault == StoreFault::Io);
  CHECK(Vault::open(file)->master_key_id() == vault.master_key_id());
}

TEST_CASE_FIXTURE(Fixture, "a master key that others may read, or that is none, is refused with the file's name") {
  for (const ::mode_t mode : {0640U, 0604U, 0660U}) {
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    const auto opened = Vault::open(file);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().fault == StoreFault::Io);
    CHECK(opened.error().what.find(file.string()) != std::string::npos);
  }
  REQUIRE(::chmod(file.c_str(), 0400) == 0);
  CHECK(Vault::open(file).has_value());
  CHECK(Vault::open(dir.path() / "absent").error().fault == StoreFault::Io);
  CHECK(Vault::open(dir.path()).error().fault == StoreFault::Io);

  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  const std::string good = text.str();
  std::string odd = good;
  odd[good.size() - 3] = 'g';
  for (const auto& bad : {std::string(), good.substr(0, good.size() - 1), good.substr(2), good + "\n", odd,
                          "x" + good.substr(1), std::string(good.size(), '0')}) {
    const auto path = dir.path() / "bad.key";
    std::ofstream(path, std::ios::trunc) << bad;
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
    const auto opened = Vault::open(path);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().fault == StoreFault::Damaged);
  }
}

}  // namespace whistle::storage
