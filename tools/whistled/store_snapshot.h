// A copy of the store of one moment, inside the data directory, for tools that read it: taken from the running engine
// over its control socket, or from the store itself where none runs.
//
//   auto snapshot = StoreSnapshot::take(data);
//   (*snapshot)->digests();
#pragma once

#include <memory>
#include <utility>

#include "storage/copyable_store.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/directory_lock.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// One at a time a directory. Removed when the object goes.
class StoreSnapshot {
 public:
  // BadData where the store cannot be read, an engine holds it and does not answer, or another tool is at work; Failed
  // where the copy cannot be made.
  [[nodiscard]] static Result<StoreSnapshot> take(const DataDirectory& data);
  StoreSnapshot(StoreSnapshot&& other) noexcept;
  StoreSnapshot& operator=(StoreSnapshot&&) = delete;
  StoreSnapshot(const StoreSnapshot&) = delete;
  StoreSnapshot& operator=(const StoreSnapshot&) = delete;
  ~StoreSnapshot();

  // Until `close`.
  storage::CopyableStore& operator*() const { return *store_; }
  storage::CopyableStore* operator->() const { return store_.get(); }
  // Leaves the files, at rest, at DataDirectory::snapshot until the object goes.
  void close() { store_.reset(); }

 private:
  StoreSnapshot(const DataDirectory& data, DirectoryLock lock) : data_(data), lock_(std::move(lock)) {}

  DataDirectory data_;
  DirectoryLock lock_;
  bool owned_ = true;  // false: moved from
  std::unique_ptr<storage::CopyableStore> store_;
};

}  // namespace whistle::tools::whistled
