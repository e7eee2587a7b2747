// A file system on which the name that says what a database consists of never survives a power cut alone.
#pragma once

#include <memory>

#include <rocksdb/env.h>

namespace whistle::storage {

// `base` (nullptr: the system's) with one more sync: before CURRENT is replaced the directory is synced, so that the
// list of files which the new CURRENT names is in the directory whenever CURRENT is. RocksDB syncs the directory only
// after both; a disk that makes the two names durable in another order than they were given leaves a store that does
// not open. Threads and clocks are the system's. Any thread.
[[nodiscard]] std::unique_ptr<rocksdb::Env> with_ordered_names(rocksdb::Env* base);

}  // namespace whistle::storage
