#include "tools/whistle/aside_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

// As any file that the person makes, not as a temporary one.
void set_usual_mode(int descriptor) {
  const auto mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
}

// Never over another file; where the file system cannot promise that in one step, in two.
bool move_to_free_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  struct stat there {};
  if (::lstat(to.c_str(), &there) == 0) {
    errno = EEXIST;
    return false;
  }
  return std::rename(from.c_str(), to.c_str()) == 0;
}

}  // namespace

Result<AsideFile> AsideFile::open(Language language, const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
    return file_failure(worded(language, phrases::kFileThere, {path.string()}));
  std::string aside = path.string() + ".part-XXXXXX";
  const int descriptor = ::mkostemp(aside.data(), O_CLOEXEC);
  if (descriptor < 0) return file_failure(worded(language, phrases::kCannotWrite, {path.string()}));
  set_usual_mode(descriptor);
  AsideFile file(language, path, aside, descriptor);
  if (!file.stream_) return file.cannot_write();
  return file;
}

AsideFile::AsideFile(Language language, std::filesystem::path path, std::filesystem::path aside, int descriptor)
    : language_(language),
      path_(std::move(path)),
      aside_(std::move(aside)),
      descriptor_(descriptor),
      stream_(aside_, std::ios::binary | std::ios::trunc) {}

AsideFile::AsideFile(AsideFile&& other) noexcept
    : language_(other.language_),
      path_(std::move(other.path_)),
      aside_(std::exchange(other.aside_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      stream_(std::move(other.stream_)) {}

AsideFile::~AsideFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!aside_.empty()) ::unlink(aside_.c_str());
}

Result<void> AsideFile::keep() {
  stream_.close();
  if (!stream_ || ::fsync(descriptor_) != 0) return cannot_write();
  if (move_to_free_place(aside_, path_)) {
    aside_.clear();
    return {};
  }
  if (errno == EEXIST) return file_failure(worded(language_, phrases::kFileThere, {path_.string()}));
  return cannot_write();
}

tl::unexpected<Failure> AsideFile::cannot_write() const {
  return file_failure(worded(language_, phrases::kCannotWrite, {path_.string()}));
}

Result<void> write_new_file(Language language, const std::filesystem::path& path, std::string_view bytes) {
  auto file = AsideFile::open(language, path);
  if (!file) return tl::unexpected(file.error());
  file->stream() << bytes;
  return file->keep();
}

}  // namespace whistle::tools
