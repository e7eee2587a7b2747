// A store whose power is cut while it is created: nothing was acknowledged yet, and the next opening creates it.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/storage/cut_disk.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

constexpr std::uint64_t kSeeds = 2;  // what each cut forgets

// Cuts the power at the `change`th change of a founding. Empty: the founding was over before it; else what was cut.
std::string found_and_cut(std::uint64_t seed, std::uint64_t change) {
  const support::TempDir dir;
  CutDisk disk(dir.path() / "store", seed);
  disk.arm(CutDisk::Fault::PowerCut, change);
  auto store = open_rocksdb_store(disk.directory(), {.env = disk.env()});
  const auto struck = disk.struck();
  if (struck.empty()) CHECK(store.has_value());
  if (store) store->reset();
  disk.power_on();

  auto again = open_rocksdb_store(disk.directory(), {.env = disk.env()});
  if (!again) {
    FAIL_CHECK("seed " << seed << ", cut at change " << change << ", " << struck << ": " << again.error().what);
    return struck;
  }
  CHECK((*again)->next_sequence()->value == 0);
  CHECK((*again)->commit(whistle_batch(0)).has_value());
  return struck;
}

}  // namespace

TEST_CASE("a store whose creation is cut at any step of the disk is created by the next opening") {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::uint64_t change = 1;
    while (!found_and_cut(seed, change).empty())
      ++change;
    CHECK_MESSAGE(change > 20, "a creation changes more on the disk than that");
  }
}

}  // namespace whistle::storage
