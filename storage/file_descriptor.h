// Plain files below storage: a descriptor that closes itself, and the few calls that have to be repeated or synced.
// errno is the caller's to read where a function says only that it failed.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

#include "engine/ports.h"

namespace whistle::storage {

inline constexpr ::mode_t kOwnerOnly = 0600;  // of a file that others must not read

class FileDescriptor {
 public:
  // Takes over what `open` gave; negative: there is none.
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// Writes all of it; false: errno says why.
[[nodiscard]] bool write_all(int file, std::string_view bytes);
// What errno says of the path; Full where there is no room.
[[nodiscard]] tl::unexpected<engine::StoreError> file_error(const std::filesystem::path& path);
// A new name is durable once its directory is.
[[nodiscard]] engine::Stored<void> sync_names(const std::filesystem::path& directory);

}  // namespace whistle::storage
