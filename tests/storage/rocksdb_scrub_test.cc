// What was erased is in no file of the database: looked for byte by byte in the directory, the log included.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <memory>

#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "storage/vault.h"
#include "storage/vault_row.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {
namespace {

using engine::Batch;
using engine::Sequence;
using engine::TicketId;

constexpr std::uint64_t kTickets = 200;

struct Fixture {
  support::TempDir dir;
  std::filesystem::path path = dir.path() / "store";
  SeededRandom random{11};
  Vault vault = Vault::create(dir.path() / "master.key", random).value();
  std::vector<std::string> wrapped;  // of each ticket, as it was recorded
  std::unique_ptr<CopyableStore> store = open();

  [[nodiscard]] std::unique_ptr<CopyableStore> open() const {
    auto opened = open_rocksdb_store(path, {});
    if (!opened) FAIL(opened.error().what);
    return std::move(*opened);
  }

  void blow() {
    for (std::uint64_t i = 0; i < kTickets; ++i) {
      Batch batch = whistle_batch(i);
      v1::PersonalData personal;
      personal.set_text("personal data of ticket " + std::to_string(i));
      batch.vault.front().row = vault.seal(personal, random).row;
      wrapped.emplace_back(parse_row(batch.vault.front().row)->wrapped_key);
      REQUIRE(store->commit(batch));
    }
  }

  void erase(std::uint64_t ticket) {
    Batch batch;
    const auto next = store->next_sequence().value();
    batch.entries.push_back({next, entry_with(next.value)});
    batch.erased.push_back(TicketId{ticket});
    REQUIRE(store->commit(batch));
  }

  // Files of the directory that hold the bytes.
  [[nodiscard]] std::vector<std::string> files_with(const std::string& bytes) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), {}};
      if (content.find(bytes) != std::string::npos) names.push_back(entry.path().filename().string());
    }
    return names;
  }
};

TEST_CASE_FIXTURE(Fixture, "a wrapped key is in the log and then in a table, and after its scrub in no file") {
  blow();
  CHECK_FALSE(files_with(wrapped[7]).empty());
  store.reset();
  store = open();
  CHECK_FALSE(files_with(wrapped[7]).empty());
  erase(7);
  CHECK_FALSE(files_with(wrapped[7]).empty());  // removed, but not from the table
  CHECK(store->needs_scrub());
  REQUIRE(store->scrub() == true);
  CHECK(files_with(wrapped[7]).empty());
  CHECK_FALSE(files_with(wrapped[6]).empty());
  CHECK_FALSE(files_with(wrapped[8]).empty());
}

TEST_CASE_FIXTURE(Fixture, "a key that was never written out but to the log goes with the log") {
  blow();
  for (const std::uint64_t ticket : {0U, 3U, 199U})
    erase(ticket);
  REQUIRE(store->scrub() == true);
  for (const std::uint64_t ticket : {0U, 3U, 199U})
    CHECK(files_with(wrapped[ticket]).empty());
  CHECK(**store->vault_row(TicketId{1}, Sequence{1}) != "");
}

TEST_CASE_FIXTURE(Fixture, "that a scrub is needed outlives the process, and that it was done does too") {
  blow();
  store.reset();
  store = open();
  erase(20);
  store.reset();
  store = open();
  CHECK(store->needs_scrub());
  CHECK_FALSE(files_with(wrapped[20]).empty());
  REQUIRE(store->scrub() == true);
  CHECK(files_with(wrapped[20]).empty());
  store.reset();
  store = open();
  CHECK_FALSE(store->needs_scrub());
}

TEST_CASE_FIXTURE(Fixture, "a key that was wrapped anew is gone in its former form") {
  blow();
  Batch batch;
  batch.vault.push_back({TicketId{5}, Sequence{5}, vault.seal({}, random).row});
  REQUIRE(store->commit(batch));
  REQUIRE(store->scrub() == true);
  CHECK(files_with(wrapped[5]).empty());
  CHECK_FALSE(files_with(wrapped[4]).empty());
}

}  // namespace
}  // namespace whistle::storage
