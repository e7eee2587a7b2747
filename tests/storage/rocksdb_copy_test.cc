// A store copied while it is in use, and two stores told apart.
#include "storage/rocksdb_copy.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {
namespace {

std::unique_ptr<CopyableStore> open(const std::filesystem::path& path) {
  auto opened = open_rocksdb_store(path, {.sync = false});
  REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
  return std::move(*opened);
}

void commit(engine::Store& store, std::uint64_t count) {
  for (auto next = store.next_sequence()->value, end = next + count; next < end; ++next)
    REQUIRE(store.commit(whistle_batch(next)).has_value());
}

std::vector<std::string> hashes(const CopyableStore& store) {
  const auto digests = store.digests();
  REQUIRE(digests.has_value());
  std::vector<std::string> all;
  for (const auto& digest : *digests)
    all.push_back(digest.family + " " + std::to_string(digest.rows) + " " + digest.sha256);
  return all;
}

}  // namespace

TEST_CASE("a copy that is taken between commits of another thread holds whole commits up to one of them") {
  const support::TempDir dir;
  const auto store = open(dir.path() / "store");
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> committed = 0;
  std::thread writer([&] {
    while (!stop) {
      if (!store->commit(whistle_batch(committed, /*filler=*/2'000)).has_value()) return;
      ++committed;
    }
  });
  for (int i = 0; i < 5; ++i) {
    const auto enough = committed + 500;
    while (committed < enough) {
    }
    const std::uint64_t before = committed;
    const auto path = dir.path() / ("copy-" + std::to_string(i));
    const auto copied = store->copy_to(path);
    CHECK_MESSAGE(copied.has_value(), copied.error().what);
    const std::uint64_t after = committed + 1;
    const auto copy = open(path);
    const auto count = copy->next_sequence()->value;
    CHECK(count >= before);
    CHECK(count <= after);
    CHECK(copy->applied_sequence()->value == count);
    CHECK(all_entries(*copy).size() == count);
    CHECK(open_ids(*copy).size() == count);
    const auto digests = copy->digests();
    REQUIRE(digests.has_value());
    for (const auto& digest : *digests) {
      if (digest.family == "vault") CHECK(digest.rows == count);
    }
  }
  stop = true;
  writer.join();
}

TEST_CASE("a copy is a store of its own: neither sees what the other gets") {
  const support::TempDir dir;
  const auto store = open(dir.path() / "store");
  commit(*store, 10);
  REQUIRE(store->copy_to(dir.path() / "copy").has_value());
  const auto copy = open(dir.path() / "copy");
  CHECK(hashes(*copy) == hashes(*store));
  commit(*store, 5);
  CHECK(copy->next_sequence()->value == 10);
  commit(*copy, 1);
  CHECK(store->next_sequence()->value == 15);
}

TEST_CASE("digests are the same for the same rows and differ by a byte") {
  const support::TempDir dir;
  const auto one = open(dir.path() / "one");
  const auto other = open(dir.path() / "other");
  commit(*one, 20);
  auto whole = whistle_batch(0);
  for (std::uint64_t next = 1; next < 20; ++next) {
    const auto batch = whistle_batch(next);
    whole.entries.insert(whole.entries.end(), batch.entries.begin(), batch.entries.end());
    whole.open_tickets.insert(whole.open_tickets.end(), batch.open_tickets.begin(), batch.open_tickets.end());
    whole.vault.insert(whole.vault.end(), batch.vault.begin(), batch.vault.end());
  }
  REQUIRE(other->commit(whole).has_value());
  CHECK(hashes(*one) == hashes(*other));
  engine::Batch changed;
  changed.epoch = whole.epoch;
  auto row = whole.vault.front();
  row.row.back() = static_cast<char>(row.row.back() + 1);
  changed.vault.push_back(row);
  REQUIRE(other->commit(changed).has_value());
  const auto before = hashes(*one);
  const auto after = hashes(*other);
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK((before[i] == after[i]) == !before[i].starts_with("vault"));
}

TEST_CASE("a copy that cannot be finished leaves nothing behind") {
  const support::TempDir dir;
  commit(*open(dir.path() / "store"), 10);
  const auto store = open(dir.path() / "store");  // all of it in tables: the copy begins a log of its own
  std::size_t tables = 0;
  for (const auto& file : std::filesystem::directory_iterator(dir.path() / "store")) {
    if (file.path().extension() != ".sst") continue;
    std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) - 1);
    ++tables;
  }
  REQUIRE(tables > 0);
  const auto refused = store->copy_to(dir.path() / "copy");
  REQUIRE_FALSE(refused.has_value());
  CHECK_MESSAGE(refused.error().fault == engine::StoreFault::Damaged, refused.error().what);
  CHECK_FALSE(std::filesystem::exists(dir.path() / "copy"));
}

TEST_CASE("a copy goes into no directory that is there") {
  const support::TempDir dir;
  const auto store = open(dir.path() / "store");
  const auto refused = store->copy_to(dir.path());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().what.find(dir.path().string()) != std::string::npos);
}

}  // namespace whistle::storage
