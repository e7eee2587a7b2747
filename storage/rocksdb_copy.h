// Copies and digests of an open RocksDB directory; CopyableStore says what they promise.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/ports.h"
#include "storage/copyable_store.h"
#include "storage/rocksdb_directory.h"

namespace whistle::storage {

[[nodiscard]] engine::Stored<void> copy_directory(const OpenDirectory& directory, const std::filesystem::path& to);
[[nodiscard]] engine::Stored<std::vector<FamilyDigest>> digest_families(const OpenDirectory& directory);

}  // namespace whistle::storage
