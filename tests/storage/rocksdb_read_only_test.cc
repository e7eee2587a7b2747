// Reading a store that nobody serves, without a trace.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/storage/store_process.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

namespace fs = std::filesystem;
using engine::Sequence;
using engine::StoreFault;

constexpr RocksdbStoreOptions kReadOnly{.create_if_missing = false, .read_only = true};

std::map<std::string, std::string> files_of(const fs::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& file : fs::directory_iterator(directory)) {
    std::ifstream in(file.path(), std::ios::binary);
    files[file.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

// As a crash leaves it: three commits, all of them in the log alone.
void make_crashed(const fs::path& directory, const fs::path& scratch) {
  const auto store = open_rocksdb_store(scratch, {}).value();
  for (std::uint64_t sequence = 0; sequence < 3; ++sequence)
    REQUIRE(store->commit(whistle_batch(sequence)).has_value());
  fs::copy(scratch, directory);
  fs::remove(directory / "LOCK");
}

}  // namespace

TEST_CASE("what a crash left in the log is read, and not a byte of the directory changes") {
  const support::TempDir dir;
  const auto path = dir.path() / "store";
  make_crashed(path, dir.path() / "scratch");
  const auto before = files_of(path);
  {
    const auto store = open_rocksdb_store(path, kReadOnly);
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    CHECK((*store)->next_sequence() == Sequence{3});
    CHECK(all_entries(**store).size() == 3);
    CHECK(open_ids(**store).size() == 3);
    CHECK_FALSE((*store)->commit(whistle_batch(3)).has_value());
  }
  CHECK(files_of(path) == before);
  CHECK(all_entries(*open_rocksdb_store(path, {}).value()).size() == 3);
}

TEST_CASE("a directory that is none, or that a process serves, is not read") {
  const support::TempDir dir;
  const auto absent = open_rocksdb_store(dir.path() / "absent", kReadOnly);
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().fault == StoreFault::Io);
  CHECK_FALSE(fs::exists(dir.path() / "absent"));
  const auto path = dir.path() / "store";
  StoreProcess process("a process opens a store and holds it", path);
  process.acknowledged(1);
  const auto served = open_rocksdb_store(path, kReadOnly);
  REQUIRE_FALSE(served.has_value());
  CHECK(served.error().what.find("in use by process " + std::to_string(process.pid())) != std::string::npos);
}

}  // namespace whistle::storage
