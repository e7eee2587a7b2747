// A store that can be copied while it is in use, and told apart from another to the last byte: what backups need beside
// engine::Store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace whistle::storage {

// One column family at one moment.
struct FamilyDigest {
  std::string family;  // FORMAT.md has the names
  std::uint64_t rows = 0;
  // 32 bytes: SHA-256 over its rows in ascending order, each as length of key (8 bytes, big-endian), key, length of
  // value, value.
  std::string sha256;
};

class CopyableStore : public engine::Store {
 public:
  // Makes the directory, which must not exist, a store of its own: journal, tables, vault and blobs of one moment
  // between two commits. Files that never change are linked where the file system allows it, so it takes little time
  // and space. May run beside a commit, on any thread. Io where the directory exists or cannot be written, Full without
  // space; what was begun is removed.
  [[nodiscard]] virtual engine::Stored<void> copy_to(const std::filesystem::path& directory) const = 0;

  // Of every family but the store's own, in the order of FORMAT.md. Reads everything once. Commits beside it are seen
  // or not, so it is asked of a store at rest.
  [[nodiscard]] virtual engine::Stored<std::vector<FamilyDigest>> digests() const = 0;
};

}  // namespace whistle::storage
