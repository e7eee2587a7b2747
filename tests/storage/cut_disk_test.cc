// The disk of the crash tests itself: what it forgets, and what it may not.
#include "tests/storage/cut_disk.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include <rocksdb/env.h>

#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

constexpr std::uint64_t kSeeds = 60;

struct Lives {
  support::TempDir dir;
  CutDisk disk;
  std::unique_ptr<rocksdb::WritableFile> file;

  explicit Lives(std::uint64_t seed) : disk(dir.path() / "store", seed) {
    REQUIRE(disk.env()->CreateDir(disk.directory()).ok());
  }
  std::string path(const std::string& name) const { return disk.directory() / name; }
  void create(const std::string& name) {
    REQUIRE(disk.env()->NewWritableFile(path(name), &file, rocksdb::EnvOptions()).ok());
  }
  void sync_directory() {
    std::unique_ptr<rocksdb::Directory> directory;
    REQUIRE(disk.env()->NewDirectory(disk.directory(), &directory).ok());
    REQUIRE(directory->Fsync().ok());
  }
  // "absent", or what it holds.
  std::string found(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    if (!in) return "absent";
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

using Outcomes = std::set<std::string>;

// Everything that a cut leaves of `name` over many seeds.
template <typename Doing>
Outcomes outcomes(const std::string& name, const Doing& doing) {
  Outcomes all;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Lives lives(seed);
    doing(lives);
    lives.disk.cut();
    lives.file.reset();
    lives.disk.power_on();
    all.insert(lives.found(name));
  }
  return all;
}

}  // namespace

TEST_CASE("what was synced stays; of what follows, any beginning may") {
  const auto left = outcomes("a", [](Lives& lives) {
    lives.create("a");
    REQUIRE(lives.file->Append("kept").ok());
    REQUIRE(lives.file->Sync().ok());
    lives.sync_directory();
    REQUIRE(lives.file->Append("123").ok());
  });
  CHECK(left == Outcomes{"kept", "kept1", "kept12", "kept123"});
}

TEST_CASE("a file that was synced in a directory that was not may be gone") {
  const auto left = outcomes("a", [](Lives& lives) {
    lives.create("a");
    REQUIRE(lives.file->Append("kept").ok());
    REQUIRE(lives.file->Sync().ok());
  });
  CHECK(left == Outcomes{"absent", "kept"});
}

TEST_CASE("a renaming that was not synced may be undone, and what it replaced is there again") {
  const auto twice = [](Lives& lives) {
    for (const auto* name : {"old", "new"}) {
      lives.create(name);
      REQUIRE(lives.file->Append(name).ok());
      REQUIRE(lives.file->Sync().ok());
    }
    lives.sync_directory();
    REQUIRE(lives.disk.env()->RenameFile(lives.path("new"), lives.path("old")).ok());
  };
  CHECK(outcomes("old", twice) == Outcomes{"old", "new"});
  CHECK(outcomes("new", twice) == Outcomes{"absent", "new"});
}

TEST_CASE("a deletion that was not synced may be undone, one that was may not") {
  const auto deleted = [](bool synced) {
    return outcomes("a", [synced](Lives& lives) {
      lives.create("a");
      REQUIRE(lives.file->Append("kept").ok());
      REQUIRE(lives.file->Sync().ok());
      lives.sync_directory();
      REQUIRE(lives.disk.env()->DeleteFile(lives.path("a")).ok());
      if (synced) lives.sync_directory();
    });
  };
  CHECK(deleted(false) == Outcomes{"absent", "kept"});
  CHECK(deleted(true) == Outcomes{"absent"});
}

TEST_CASE("what a failed sync was to make durable never will be, whatever a later one says") {
  const auto left = outcomes("a", [](Lives& lives) {
    lives.create("a");
    lives.sync_directory();
    lives.disk.arm(CutDisk::Fault::SyncFails, 1);
    REQUIRE(lives.file->Append("lost").ok());
    CHECK_FALSE(lives.file->Sync().ok());
    CHECK(lives.disk.struck() == "sync of a");
    CHECK(lives.file->Sync().ok());
  });
  CHECK(left == Outcomes{""});
}

TEST_CASE("a cut in the middle of a write leaves a beginning of it, and nothing works afterwards") {
  const auto left = outcomes("a", [](Lives& lives) {
    lives.create("a");
    lives.sync_directory();
    lives.disk.arm(CutDisk::Fault::PowerCut, 1);
    CHECK_FALSE(lives.file->Append("12").ok());
    CHECK_FALSE(lives.file->Append("34").ok());
    CHECK_FALSE(lives.file->Sync().ok());
    CHECK_FALSE(lives.disk.env()->DeleteFile(lives.path("a")).ok());
  });
  CHECK(left == Outcomes{"", "1", "12"});
}

TEST_CASE("a full disk stays full until the machine starts again, and has forgotten nothing") {
  Lives lives(1);
  lives.create("a");
  REQUIRE(lives.file->Append("1").ok());
  lives.disk.arm(CutDisk::Fault::Full, 1);
  CHECK(lives.file->Append("").IsNoSpace());
  CHECK(lives.file->Append("").IsNoSpace());
  lives.disk.power_on();
  REQUIRE(lives.file->Append("2").ok());
  CHECK(lives.found("a") == "12");
}

}  // namespace whistle::storage
