// The store of one engine: journal, tables, vault and blobs in one RocksDB directory.
//
//   auto store = open_rocksdb_store("/var/lib/whistle/store", {});
//   if (!store) ...                              // store.error().what says which directory and why
//   (*store)->commit(batch);                     // one write batch, one sync
//
// Threads: as engine::Store says. RocksDB keeps one thread for flushes and one for compactions, no others.
// Keys and bytes are in FORMAT.md, the choice of options in README.md.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "engine/ports.h"
#include "storage/copyable_store.h"

namespace rocksdb {
class Env;
}

namespace whistle::storage {

struct RocksdbStoreOptions {
  // Every commit waits for the disk. Only tests of other things switch it off: without it "committed" means nothing
  // after a power cut.
  bool sync = true;
  // An absent or empty directory becomes a new store; else it is StoreFault::Io. The last name of the path may be
  // created, not its parents.
  bool create_if_missing = true;
  // Nothing in the directory is changed, not even by recovery, and `commit` fails: for a copy, or an engine that has
  // stopped. The journal is not read through first: a scan finds what is wrong with it.
  bool read_only = false;
  // Read cache of all families together.
  std::size_t cache_bytes = std::size_t{64} << 20;
  // What the database does its input and output through, which outlives the store; nullptr: the system's. It must keep
  // its files where the directory's path says, since what lies there is looked at before the database is opened.
  rocksdb::Env* env = nullptr;
};

// Opens the directory, finishing what a crash left: a commit that was cut off is dropped, whole commits are kept. Then
// reads the journal through: every block has its checksum, every number its entry.
//
// Faults: Io where the directory is held by another process (`what` names it), cannot be read or is no store; Full
// where recovery finds no space (nothing is lost: open again with space); Damaged where log, tables or their count are
// not what was written.
//
// The store holds the directory's lock until it is destroyed, which flushes. After a commit that failed it refuses all
// others with the same error, and destroying it flushes nothing.
[[nodiscard]] engine::Stored<std::unique_ptr<CopyableStore>> open_rocksdb_store(const std::filesystem::path& directory,
                                                                                const RocksdbStoreOptions& options);

// Empties the tables that follow from the journal (open and closed tickets, keys, named rows) and sets the applied
// sequence to 0: whoever opens the store next applies the journal again. What was in them is not read, so that damage
// in them is gone too. Journal, vault and blobs stay. The store must not be open.
[[nodiscard]] engine::Stored<void> drop_rocksdb_tables(const std::filesystem::path& directory);

}  // namespace whistle::storage
