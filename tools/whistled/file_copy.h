// Copies of files that are known to have arrived: hashed on the way, synced at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

struct CopiedFile {
  std::uint64_t bytes = 0;
  std::string sha256;  // 32 bytes, of what was read and written
};

// The new file has mode 0600 and is on the disk when this returns; Failed, with the path, where it exists or the
// machine refuses, StoreFull without space.
[[nodiscard]] Result<CopiedFile> copy_file_synced(const std::filesystem::path& from, const std::filesystem::path& to);

// Removes all that stands in a directory, as far as the machine allows; the directory itself stays.
void empty_directory(const std::filesystem::path& directory);

// Makes the names in a directory durable.
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& directory);

}  // namespace whistle::tools::whistled
