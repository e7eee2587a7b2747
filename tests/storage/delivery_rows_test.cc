// What subscribers of deliveries were told, in both stores.
#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "engine/ports.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

using Rows = std::vector<engine::DeliveryRow>;

void put(engine::Store& store, Rows rows) {
  engine::Batch batch;
  batch.epoch = 1;
  batch.deliveries = std::move(rows);
  CHECK_FALSE(batch.empty());
  REQUIRE(store.commit(batch).has_value());
}

void check(engine::Store& store) {
  CHECK(store.deliveries()->empty());
  put(store, {{"b", "row b"}, {"a", "row a"}});
  CHECK(*store.deliveries() == Rows{{"a", "row a"}, {"b", "row b"}});
  put(store, {{"b", {}}, {"a", "another"}});
  CHECK(*store.deliveries() == Rows{{"a", "another"}});
  CHECK(store.next_sequence() == engine::Sequence{0});
  CHECK(store.applied_sequence() == engine::Sequence{0});
}

}  // namespace

TEST_CASE("a row is put in the place of what it was, and goes, and no table moves") {
  MemoryStore memory;
  check(memory);
  const support::TempDir dir;
  const auto store = open_rocksdb_store(dir.path() / "store", {.sync = false});
  REQUIRE(store.has_value());
  check(**store);
}

TEST_CASE("rows outlive the process, and the making anew of tables") {
  const support::TempDir dir;
  const auto path = dir.path() / "store";
  const auto open = [&] { return *open_rocksdb_store(path, {.sync = false}); };
  put(*open(), {{"platform", "row"}});
  CHECK(*open()->deliveries() == Rows{{"platform", "row"}});
  REQUIRE(drop_rocksdb_tables(path).has_value());
  CHECK(*open()->deliveries() == Rows{{"platform", "row"}});
}

}  // namespace whistle::storage
