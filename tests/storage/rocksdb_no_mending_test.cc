// After an error the store is closed as it is: RocksDB does not try to go on behind its back.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

bool is_data(const std::string& name) {
  return name.ends_with(".log") || name.ends_with(".sst");
}

// A disk that is full for one append of the log, and has room again at once.
class BrieflyFullDisk final : public rocksdb::FileSystemWrapper {
 public:
  BrieflyFullDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  [[nodiscard]] const char* Name() const override { return "BrieflyFullDisk"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    if (was_full_ && is_data(name)) ++created_after_;
    auto status = FileSystemWrapper::NewWritableFile(name, options, file, debug);
    if (status.ok() && name.ends_with(".log")) *file = std::make_unique<Log>(std::move(*file), *this);
    return status;
  }

  void fill() { full_ = true; }
  [[nodiscard]] int created_after() const { return created_after_; }

 private:
  class Log final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    Log(std::unique_ptr<rocksdb::FSWritableFile> file, BrieflyFullDisk& disk)
        : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk) {}

    using FSWritableFileOwnerWrapper::Append;
    IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
      if (!disk_.full_.exchange(false)) return FSWritableFileOwnerWrapper::Append(bytes, options, debug);
      disk_.was_full_ = true;
      return IOStatus::NoSpace("the disk is full");
    }

   private:
    BrieflyFullDisk& disk_;
  };

  std::atomic<bool> full_ = false;
  std::atomic<bool> was_full_ = false;
  std::atomic<int> created_after_ = 0;
};

}  // namespace

TEST_CASE("nothing is written any more after the disk was full, though it has room again") {
  // What would mend runs on a thread of its own, and may come too late in one round.
  constexpr int kRounds = 10;
  constexpr int kReads = 300;
  for (int round = 0; round < kRounds; ++round) {
    const support::TempDir dir;
    const auto disk = std::make_shared<BrieflyFullDisk>();
    const auto env = rocksdb::NewCompositeEnv(disk);
    auto store = open_rocksdb_store(dir.path() / "store", {.env = env.get()});
    REQUIRE(store.has_value());
    REQUIRE((*store)->commit(whistle_batch(0)).has_value());
    disk->fill();
    const auto refused = (*store)->commit(whistle_batch(1));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().fault == engine::StoreFault::Full);
    for (int i = 0; i < kReads; ++i) {
      CHECK(all_entries(**store).size() == 1);
    }
    store->reset();
    CHECK(disk->created_after() == 0);

    const auto again = open_rocksdb_store(dir.path() / "store", {});
    REQUIRE(again.has_value());
    CHECK((*again)->next_sequence()->value == 1);
  }
}

}  // namespace whistle::storage
