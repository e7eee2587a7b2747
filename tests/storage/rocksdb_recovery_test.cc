// What a store finds after its process ended in every way but the right one.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <limits>
#include <memory>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/storage/store_process.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::Sequence;
using engine::StoreFault;
using engine::TicketId;

namespace {

constexpr std::uint64_t kCommits = 60;
constexpr std::size_t kFiller = 4000;  // so that the log spans several of RocksDB's blocks of 32 KiB

std::unique_ptr<engine::Store> open(const std::filesystem::path& path) {
  auto opened = open_rocksdb_store(path, {});
  if (!opened) FAIL(opened.error().what);
  return std::move(*opened);
}

void commit_whistles(engine::Store& store, std::uint64_t until) {
  for (auto next = store.next_sequence()->value; next < until; ++next) {
    REQUIRE(store.commit(whistle_batch(next, kFiller)).has_value());
    acknowledge();
  }
}

// Entries are whole and in order, and entries, tickets, vault and counters tell of the same commits.
std::uint64_t check_consistent(const engine::Store& store) {
  const auto next = store.next_sequence()->value;
  CHECK(store.applied_sequence()->value == next);
  const auto entries = all_entries(store);
  CHECK(entries.size() == next);
  for (std::uint64_t i = 0; i < entries.size(); ++i)
    CHECK(entries[i] == entry_with(i, kFiller));
  CHECK(open_ids(store).size() == next);
  for (std::uint64_t i = 0; i < next; ++i)
    CHECK(store.vault_row(TicketId{i}, Sequence{i})->has_value());
  CHECK_FALSE(store.vault_row(TicketId{next}, Sequence{next})->has_value());
  return next;
}

std::filesystem::path newest(const std::filesystem::path& directory, std::string_view extension) {
  std::filesystem::path found;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    if (file.path().extension() == extension) found = std::max(found, file.path());
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

// A store whose process ended without closing it, after kCommits commits: everything is in the log alone.
struct Abandoned {
  support::TempDir dir;
  std::filesystem::path path = dir.path() / "store";

  Abandoned() {
    StoreProcess process("a process commits whistles and ends without closing", path);
    CHECK(process.acknowledged(kCommits) == kCommits);
    REQUIRE(process.wait() == 0);
  }

  std::filesystem::path copy(const std::string& name) const {
    std::filesystem::copy(path, dir.path() / name);
    return dir.path() / name;
  }
};

}  // namespace

TEST_CASE("a process commits whistles and ends without closing" * doctest::skip()) {
  auto store = open(process_directory());
  commit_whistles(*store, kCommits);
  ::_exit(0);
}

TEST_CASE("a process commits whistles until it is killed" * doctest::skip()) {
  auto store = open(process_directory());
  commit_whistles(*store, std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("a process opens a store and holds it" * doctest::skip()) {
  auto store = open(process_directory());
  acknowledge();
  ::pause();
}

TEST_CASE("a process tells of a store that it is refused" * doctest::skip()) {
  if (!open_rocksdb_store(process_directory(), {})) acknowledge();
}

TEST_CASE("a store that was closed holds everything when it is opened again") {
  const support::TempDir dir;
  {
    auto store = open(dir.path() / "store");
    for (std::uint64_t i = 0; i < 10; ++i)
      REQUIRE(store->commit(whistle_batch(i, kFiller)).has_value());
    engine::Batch closing;
    closing.epoch = 3;
    closing.entries.push_back({Sequence{10}, entry_with(10, kFiller)});
    closing.keys.push_back({"client", "key", Sequence{4}});
    closing.meta.push_back({"header", "head"});
    REQUIRE(store->commit(closing).has_value());
  }
  auto store = open(dir.path() / "store");
  CHECK(all_entries(*store).size() == 11);
  CHECK(store->applied_sequence() == Sequence{11});
  CHECK(open_ids(*store).size() == 10);
  CHECK(**store->key("client", "key") == Sequence{4});
  CHECK(**store->meta("header") == "head");
  CHECK(store->commit(whistle_batch(11)).error().fault == StoreFault::StaleEpoch);
}

TEST_CASE_FIXTURE(Abandoned, "a process that ends without closing has lost nothing") {
  CHECK(check_consistent(*open(path)) == kCommits);
}

TEST_CASE("a process killed in its work has lost nothing that it acknowledged, each time it starts again") {
  const support::TempDir dir;
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < 5; ++round) {
    StoreProcess process("a process commits whistles until it is killed", dir.path() / "store");
    const auto before = acknowledged;
    process.acknowledged(20);
    process.kill();
    acknowledged = before + process.acknowledged(std::numeric_limits<std::uint64_t>::max());
    CHECK(process.wait() == -SIGKILL);

    const auto found = check_consistent(*open(dir.path() / "store"));
    CHECK(found >= acknowledged);
    CHECK(found <= acknowledged + 1);  // durable, and killed before it could say so
    acknowledged = found;
  }
}

TEST_CASE_FIXTURE(Abandoned, "a log that was cut off at its end opens with the commits before the cut") {
  const auto size = std::filesystem::file_size(newest(path, ".log"));
  std::uint64_t kept_before = kCommits;
  int round = 0;
  for (const std::uint64_t cut :
       {std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{kFiller}, size / 3, size / 2, size - 1}) {
    CAPTURE(cut);
    const auto torn = copy("torn-" + std::to_string(round++));
    std::filesystem::resize_file(newest(torn, ".log"), size - cut);
    const auto store = open(torn);
    const auto kept = check_consistent(*store);
    CHECK(kept < kCommits);
    CHECK(kept <= kept_before);
    kept_before = kept;
    CHECK(store->commit(whistle_batch(kept, kFiller)).has_value());
  }
  CHECK(kept_before == 0);
}

TEST_CASE_FIXTURE(Abandoned, "damage in the middle of the log refuses to open and names the file") {
  const auto size = std::filesystem::file_size(newest(path, ".log"));
  int round = 0;
  for (std::uint64_t at = 5; at < size / 2; at += size / 23) {
    CAPTURE(at);
    const auto bad = copy("bad-" + std::to_string(round++));
    const auto log = newest(bad, ".log");
    turn_byte(log, at);
    const auto opened = open_rocksdb_store(bad, {});
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().fault == StoreFault::Damaged);
    CHECK_MESSAGE(opened.error().what.find(log.filename().string()) != std::string::npos, opened.error().what);
  }
}

TEST_CASE_FIXTURE(Abandoned, "a store whose log is gone refuses to open") {
  std::filesystem::remove(newest(path, ".log"));
  const auto opened = open_rocksdb_store(path, {});
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().fault == StoreFault::Damaged);
  CHECK(opened.error().what.find("log is missing") != std::string::npos);
}

TEST_CASE("a store in use is refused, with the process that uses it") {
  const support::TempDir dir;
  const auto path = dir.path() / "store";
  StoreProcess process("a process opens a store and holds it", path);
  REQUIRE(process.acknowledged(1) == 1);
  const auto opened = open_rocksdb_store(path, {});
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().fault == StoreFault::Io);
  CHECK_MESSAGE(opened.error().what.find("in use by process " + std::to_string(process.pid())) != std::string::npos,
                opened.error().what);
  process.kill();
  CHECK(process.wait() == -SIGKILL);

  const auto store = open(path);
  const auto again = open_rocksdb_store(path, {});
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().what.find("this process") != std::string::npos);
  // Looking did not give the lock up.
  StoreProcess other("a process tells of a store that it is refused", path);
  CHECK(other.acknowledged(1) == 1);
  CHECK(other.wait() == 0);
}

}  // namespace whistle::storage
