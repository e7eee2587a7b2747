// What the store does when the disk is full: a small disk of its own where the system lets a process have one, and a
// limit on the size of files everywhere.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>

#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/storage/store_process.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::StoreFault;

namespace {

constexpr std::size_t kFiller = 200'000;
constexpr std::uint64_t kCommitsMax = 1000;  // 200 MB: far past every limit here

std::unique_ptr<engine::Store> open(const std::filesystem::path& path) {
  auto opened = open_rocksdb_store(path, {});
  if (!opened) FAIL(opened.error().what);
  return std::move(*opened);
}

// Commits until it is refused; returns how many were acknowledged.
std::uint64_t commit_until_full(engine::Store& store) {
  for (auto next = store.next_sequence()->value; next < kCommitsMax; ++next) {
    const auto committed = store.commit(whistle_batch(next, kFiller));
    if (committed) continue;
    CHECK_MESSAGE(committed.error().fault == StoreFault::Full, committed.error().what);
    // The outcome of a commit is unknown, so there is no other after it.
    const auto again = store.commit(whistle_batch(next, kFiller));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().what == committed.error().what);
    return next;
  }
  FAIL("the disk never was full");
  return 0;
}

void check_holds_exactly(engine::Store& store, std::uint64_t count) {
  CHECK(store.next_sequence()->value == count);
  CHECK(store.applied_sequence()->value == count);
  const auto entries = all_entries(store);
  REQUIRE(entries.size() == count);
  for (std::uint64_t i = 0; i < count; ++i)
    REQUIRE(entries[i] == entry_with(i, kFiller));
  CHECK(open_ids(store).size() == count);
  CHECK(store.commit(whistle_batch(count, kFiller)).has_value());
}

bool write_text(const char* file, const std::string& text) {
  const int out = ::open(file, O_WRONLY | O_CLOEXEC);
  if (out < 0) return false;
  const bool whole = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(out);
  return whole;
}

// A disk in memory of this size, which this process alone sees. False where the system does not let us.
bool mount_small_disk(const std::filesystem::path& path, const char* size) {
  const std::string user = std::to_string(::getuid());
  const bool root = ::getuid() == 0;
  if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) return false;
  if (!root && !write_text("/proc/self/uid_map", "0 " + user + " 1")) return false;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return ::mount("none", path.c_str(), "tmpfs", 0, size) == 0;
}

void limit_file_size(rlim_t bytes) {
  struct rlimit limit {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
  limit.rlim_cur = bytes;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

}  // namespace

TEST_CASE("a process fills its small disk" * doctest::skip()) {
  const auto disk = process_directory();
  if (!mount_small_disk(disk, "size=12m")) {
    MESSAGE("this system lets no process mount a disk of its own: not tested");
    return;
  }
  acknowledge();
  auto store = open(disk / "store");
  const auto acknowledged = commit_until_full(*store);
  CHECK(acknowledged > 10);
  store.reset();

  // Still full: recovery has no room for its tables, and says so.
  const auto refused = open_rocksdb_store(disk / "store", {});
  REQUIRE_FALSE(refused.has_value());
  CHECK_MESSAGE(refused.error().fault == StoreFault::Full, refused.error().what);

  REQUIRE(::mount("none", disk.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
  check_holds_exactly(*open(disk / "store"), acknowledged);
}

TEST_CASE("a process reaches the limit of its files" * doctest::skip()) {
  ::signal(SIGXFSZ, SIG_IGN);
  auto store = open(process_directory());
  limit_file_size(5'000'000);
  const auto acknowledged = commit_until_full(*store);
  CHECK(acknowledged > 10);
  store.reset();
  limit_file_size(RLIM_INFINITY);
  check_holds_exactly(*open(process_directory()), acknowledged);
}

TEST_CASE("a full disk refuses with Full; with room again the store holds exactly what it acknowledged") {
  const support::TempDir dir;
  StoreProcess process("a process fills its small disk", dir.path());
  if (process.acknowledged(1) == 0) MESSAGE("no disk of its own: not tested");
  CHECK(process.wait() == 0);
}

TEST_CASE(
    "a file that may not grow refuses with Full; without the limit the store holds exactly what it acknowledged") {
  const support::TempDir dir;
  StoreProcess process("a process reaches the limit of its files", dir.path() / "store");
  CHECK(process.wait() == 0);
}

}  // namespace whistle::storage
