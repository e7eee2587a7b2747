#include "tools/whistled/store_snapshot.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include "adapters/http/http_client.h"
#include "storage/rocksdb_store.h"

namespace whistle::tools::whistled {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kSnapshotPatience{10};  // of a flush on a slow disk

// The running engine makes it; where none runs, it is made here.
Result<void> make(const DataDirectory& data) {
  const auto asked = adapters::http::ask_local(data.control(), {"POST", "/-/snapshot", ""}, kSnapshotPatience);
  if (asked && asked->status == 200) return {};
  if (asked) return fail(ExitCode::Failed, "the engine could not make a snapshot: " + asked->body);
  const auto store = storage::open_rocksdb_store(data.store(), {.create_if_missing = false});
  // In use, and its engine does not answer: both are told.
  if (!store) return fail(ExitCode::BadData, store.error().what + "; " + asked.error().what);
  std::error_code error;
  fs::remove_all(data.snapshot(), error);
  if (error) return fail(ExitCode::Failed, data.snapshot().string() + ": " + error.message());
  if (const auto copied = (*store)->copy_to(data.snapshot()); !copied)
    return fail(ExitCode::Failed, copied.error().what);
  return {};
}

}  // namespace

Result<StoreSnapshot> StoreSnapshot::take(const DataDirectory& data) {
  auto lock = DirectoryLock::take(data.root());
  if (!lock) return tl::unexpected(lock.error());
  if (const auto made = make(data); !made) return tl::unexpected(made.error());
  StoreSnapshot snapshot(data, *std::move(lock));
  auto store = storage::open_rocksdb_store(data.snapshot(), {.create_if_missing = false});
  if (!store) return fail(ExitCode::BadData, store.error().what);
  snapshot.store_ = *std::move(store);
  return snapshot;
}

StoreSnapshot::StoreSnapshot(StoreSnapshot&& other) noexcept
    : data_(std::move(other.data_)),
      lock_(std::move(other.lock_)),
      owned_(std::exchange(other.owned_, false)),
      store_(std::move(other.store_)) {}

StoreSnapshot::~StoreSnapshot() {
  if (!owned_) return;
  store_.reset();
  std::error_code ignored;
  fs::remove_all(data_.snapshot(), ignored);
}

}  // namespace whistle::tools::whistled
