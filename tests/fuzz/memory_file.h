// A file of given bytes that lies in memory, for readers that want a path.
//
//   const MemoryFile file(input);
//   auto read = read_curve_key_file(file.path());
#pragma once

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/assert.h"

namespace whistle::fuzz {

class MemoryFile {
 public:
  // Of mode 0600, as a file of keys has to be.
  explicit MemoryFile(std::string_view bytes) : file_(::memfd_create("input", MFD_CLOEXEC)) {
    WHISTLE_ASSERT(file_ >= 0 && ::fchmod(file_, S_IRUSR | S_IWUSR) == 0);
    while (!bytes.empty()) {
      const auto written = ::write(file_, bytes.data(), bytes.size());
      WHISTLE_ASSERT(written > 0);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  // As long as this object lives.
  [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(file_); }

  // As they are now.
  [[nodiscard]] std::string bytes() const {
    struct ::stat status {};
    WHISTLE_ASSERT(::fstat(file_, &status) == 0);
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    WHISTLE_ASSERT(::pread(file_, bytes.data(), bytes.size(), 0) == static_cast<::ssize_t>(bytes.size()));
    return bytes;
  }

 private:
  int file_;
};

}  // namespace whistle::fuzz
