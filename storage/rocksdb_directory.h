// A RocksDB directory from opening to closing: recovery, and the checks before anything is served from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <rocksdb/db.h>

#include "engine/ids.h"
#include "engine/ports.h"
#include "storage/rocksdb_families.h"

namespace whistle::storage {

// Rows of the default family.
inline constexpr const char* kLayoutName = "layout";
inline constexpr const char* kEpochName = "epoch";
inline constexpr const char* kAppliedName = "applied";
inline constexpr const char* kUnscrubbedName =
    "unscrubbed";  // rows of the vault were removed; their bytes may be there

// An open database with what its own rows and its journal say. Close it with close_directory.
struct OpenDirectory {
  std::unique_ptr<rocksdb::Env> env;  // what `db` does its input and output through
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;  // owned by `db`'s user: in the order of Family
  std::uint64_t epoch = 0;
  engine::Sequence applied{0};
  engine::Sequence next{0};
  bool unscrubbed = false;

  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(Family which) const {
    return handles[static_cast<std::size_t>(which)];
  }
};

[[nodiscard]] const char* name_of(Family family);

// As open_rocksdb_store says.
[[nodiscard]] engine::Stored<OpenDirectory> open_directory(const std::filesystem::path& path, bool create_if_missing,
                                                           std::size_t cache_bytes, rocksdb::Env* env = nullptr);

// As it stands, without changing anything in it. The log of a crash is read into memory.
[[nodiscard]] engine::Stored<OpenDirectory> open_directory_read_only(const std::filesystem::path& path,
                                                                     std::size_t cache_bytes,
                                                                     rocksdb::Env* env = nullptr);

// The first table of the directory that cannot be opened by itself, and why; empty: none. For messages: RocksDB does
// not always name the table.
[[nodiscard]] std::string damaged_table(const std::filesystem::path& path, rocksdb::Env* env);

// Sets the applied sequence to 0, and then makes the families that follow from the journal anew, without reading what
// is in them. Cut off in between, the next opening makes those that are missing.
[[nodiscard]] engine::Stored<void> empty_tables(OpenDirectory& directory);

// Ends background work and gives the lock back; with `flush` the log is empty afterwards and the next opening has
// nothing to recover. A flush that fails loses nothing: the log still holds it.
void close_directory(OpenDirectory& directory, bool flush);

}  // namespace whistle::storage
