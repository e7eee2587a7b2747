#include "storage/rocksdb_store.h"

#include <doctest/doctest.h>
#include <rocksdb/db.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include "storage/record_format.h"
#include "storage/rocksdb_directory.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::Sequence;
using engine::StoreFault;
using engine::TicketId;

namespace {

struct Fixture {
  support::TempDir dir;
  std::filesystem::path path = dir.path() / "store";

  std::unique_ptr<engine::Store> open() const {
    auto opened = open_rocksdb_store(path, {.sync = false});
    if (!opened) FAIL(opened.error().what);
    return std::move(*opened);
  }

  // Writes behind the store's back.
  void put(Family family, const std::string& key, const std::string& value) const {
    auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
    REQUIRE(directory.has_value());
    REQUIRE(directory->db->Put({}, directory->family(family), key, value).ok());
    close_directory(*directory, /*flush=*/true);
  }

  engine::StoreError error() const {
    const auto opened = open_rocksdb_store(path, {});
    REQUIRE_FALSE(opened.has_value());
    CHECK_MESSAGE(opened.error().what.find(path.string()) != std::string::npos, opened.error().what);
    return opened.error();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a directory without a store is refused unless one may be created") {
  const auto opened = open_rocksdb_store(path, {.create_if_missing = false});
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().fault == StoreFault::Io);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE_FIXTURE(Fixture, "a directory of other things is left alone") {
  std::filesystem::create_directory(path);
  std::ofstream(path / "letter.txt") << "mine";
  CHECK(error().fault == StoreFault::Io);
  CHECK(std::distance(std::filesystem::directory_iterator(path), {}) == 1);
}

TEST_CASE_FIXTURE(Fixture, "a store that lost its CURRENT file is not started anew") {
  CHECK(open()->commit(whistle_batch(0)).has_value());
  std::filesystem::remove(path / "CURRENT");
  CHECK(error().what.find("holds no store") != std::string::npos);
  CHECK(error().what.find("is not empty") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a store of another layout is refused") {
  open().reset();
  put(Family::Own, kLayoutName, number_key(kLayout + 1));
  CHECK(error().what.find("layout 5") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a journal with a gap refuses to open") {
  CHECK(open()->commit(whistle_batch(0)).has_value());
  put(Family::Journal, number_key(2), entry_with(2));
  const auto found = error();
  CHECK(found.fault == StoreFault::Damaged);
  CHECK(found.what.find("ends at 3 but holds 2") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "tables that are ahead of the journal refuse to open") {
  CHECK(open()->commit(whistle_batch(0)).has_value());
  put(Family::Own, kAppliedName, number_key(2));
  CHECK(error().fault == StoreFault::Damaged);
}

TEST_CASE_FIXTURE(Fixture, "an entry that is not the one of its key refuses to open, and is named") {
  CHECK(open()->commit(whistle_batch(0)).has_value());
  put(Family::Journal, number_key(1), entry_with(2));
  const auto found = error();
  CHECK(found.fault == StoreFault::Damaged);
  CHECK(found.what.find("entry 1 is missing, or is another") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a family that is missing refuses to open, unless it is being rebuilt from the journal") {
  const auto drop = [this](Family family, std::uint64_t applied) {
    std::filesystem::remove_all(path);
    REQUIRE(open()->commit(whistle_batch(0)).has_value());
    put(Family::Own, kAppliedName, number_key(applied));
    auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
    REQUIRE(directory.has_value());
    REQUIRE(directory->db->DropColumnFamily(directory->family(family)).ok());
    close_directory(*directory, /*flush=*/false);
  };
  drop(Family::Closed, 1);
  CHECK(error().what.find("the family closed is missing") != std::string::npos);
  drop(Family::Closed, 0);
  CHECK(open()->applied_sequence() == Sequence{0});
  drop(Family::Vault, 0);
  CHECK(error().what.find("the family vault is missing") != std::string::npos);
}

TEST_CASE_FIXTURE(
    Fixture, "a store of an earlier layout gets the families of the later ones, and one that lost them is damaged") {
  // Of the layout, without the families that only later ones have.
  const auto make = [this](std::uint64_t layout, const std::vector<Family>& without) {
    std::filesystem::remove_all(path);
    REQUIRE(open()->commit(whistle_batch(0)).has_value());
    put(Family::Own, kAppliedName, number_key(1));
    auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
    REQUIRE(directory.has_value());
    REQUIRE(directory->db->Put({}, directory->family(Family::Own), kLayoutName, number_key(layout)).ok());
    for (const auto family : without)
      REQUIRE(directory->db->DropColumnFamily(directory->family(family)).ok());
    close_directory(*directory, /*flush=*/true);
  };
  const std::vector<Family> tree{Family::Tree, Family::Checkpoints, Family::Deliveries};
  const std::vector<Family> deliveries{Family::Deliveries};
  const std::vector<Family> all{Family::Attachments, Family::Tree, Family::Checkpoints, Family::Deliveries};
  for (const auto& [layout, without] : {std::pair{kLayoutWithoutAttachments, all}, std::pair{kLayoutWithoutTree, tree},
                                        std::pair{kLayoutWithoutDeliveries, deliveries}}) {
    CAPTURE(layout);
    make(layout, without);
    const auto read_only = open_rocksdb_store(path, {.create_if_missing = false, .read_only = true});
    REQUIRE_FALSE(read_only.has_value());
    CHECK(read_only.error().what.find("a start of the engine brings it up to date") != std::string::npos);
    for (int again = 0; again < 2; ++again) {
      auto store = open();
      CHECK(store->next_sequence()->value == 1);
      CHECK(store->scan_attachments({}, [](const engine::AttachmentRow&) { return false; }).has_value());
      CHECK(*store->last_checkpoint() == std::nullopt);
      CHECK(store->deliveries()->empty());
    }
  }
  make(kLayoutWithoutTree, all);
  CHECK(error().what.find("the family attachments is missing") != std::string::npos);
  make(kLayout, tree);
  CHECK(error().what.find("the family tree is missing") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a blob that does not have its hash is damage") {
  open().reset();
  const std::string hash(32, 'h');
  put(Family::Blobs, hash, "other");
  CHECK(open()->blob(hash).error().fault == StoreFault::Damaged);
}

TEST_CASE_FIXTURE(Fixture, "closed tickets are indexed by the time of their closing and their id") {
  {
    const auto store = open();
    CHECK(store->commit(whistle_batch(0)).has_value());
    engine::Batch batch;
    batch.entries.push_back({Sequence{1}, entry_with(1)});
    batch.closed_tickets.push_back({TicketId{0}, "row", engine::Instant{258}});
    CHECK(store->commit(batch).has_value());
  }
  auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
  REQUIRE(directory.has_value());
  std::unique_ptr<rocksdb::Iterator> at(directory->db->NewIterator({}, directory->family(Family::ClosedAt)));
  at->SeekToFirst();
  REQUIRE(at->Valid());
  CHECK(at->key().ToString() == std::string("\0\0\0\0\0\0\1\2\0\0\0\0\0\0\0\0", 16));
  CHECK(at->value().empty());
  at.reset();
  close_directory(*directory, /*flush=*/false);
}

TEST_CASE_FIXTURE(Fixture, "dropped tables are empty and wait for the journal to be applied; all else stays") {
  {
    const auto store = open();
    engine::Batch batch = whistle_batch(0);
    batch.keys.push_back({"client", "key", Sequence{0}});
    batch.meta.push_back({"header", "head"});
    CHECK(store->commit(batch).has_value());
    engine::Batch closing;
    closing.entries.push_back({Sequence{1}, entry_with(1)});
    closing.closed_tickets.push_back({TicketId{0}, "closed", engine::Instant{5}});
    CHECK(store->commit(closing).has_value());
    CHECK(store->commit(whistle_batch(2)).has_value());
  }
  REQUIRE(drop_rocksdb_tables(path).has_value());
  {
    const auto store = open();
    CHECK(store->applied_sequence() == Sequence{0});
    CHECK(open_ids(*store).empty());
    CHECK(closed_ids(*store).empty());
    CHECK(*store->key("client", "key") == std::nullopt);
    CHECK(all_entries(*store).size() == 3);
    CHECK(store->vault_row(TicketId{0}, Sequence{0})->has_value());
    CHECK(*store->meta("header") == std::nullopt);

    engine::Batch rebuilt;
    rebuilt.open_tickets.push_back({TicketId{2}, "ticket 2", {}});
    rebuilt.closed_tickets.push_back({TicketId{0}, "closed", engine::Instant{5}});
    CHECK(store->commit(rebuilt).has_value());
    CHECK(store->applied_sequence() == Sequence{3});
  }
  CHECK(open()->applied_sequence() == Sequence{3});
  CHECK(open_ids(*open()) == std::vector<std::uint64_t>{2});
}

TEST_CASE_FIXTURE(Fixture, "reads beside commits see each batch wholly or not at all") {
  const auto store = open();
  constexpr std::uint64_t kBatches = 400;
  constexpr std::uint64_t kBatchEntries = 3;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    while (!done) {
      std::uint64_t count = 0;
      const auto scanned = store->scan_entries(Sequence{0}, [&](Sequence, std::string_view) { return ++count > 0; });
      if (!scanned || count % kBatchEntries != 0) ++torn;
      if (store->next_sequence()->value % kBatchEntries != 0) ++torn;
    }
  });
  for (std::uint64_t i = 0; i < kBatches; ++i) {
    engine::Batch batch;
    for (std::uint64_t j = 0; j < kBatchEntries; ++j) {
      const auto sequence = i * kBatchEntries + j;
      batch.entries.push_back({Sequence{sequence}, entry_with(sequence)});
    }
    CHECK(store->commit(batch).has_value());
  }
  done = true;
  reader.join();
  CHECK(torn == 0);
}

}  // namespace whistle::storage
