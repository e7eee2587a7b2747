// One tool at a time on a data directory, beside the engine that may be serving it.
#pragma once

#include <filesystem>
#include <utility>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// Held until the object goes, or the process does.
class DirectoryLock {
 public:
  // BadData where another process holds it.
  [[nodiscard]] static Result<DirectoryLock> take(const std::filesystem::path& directory);
  DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_;
};

}  // namespace whistle::tools::whistled
