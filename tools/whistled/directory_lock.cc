#include "tools/whistled/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace whistle::tools::whistled {

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory) {
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return fail(ExitCode::Failed, directory.string() + ": " + std::system_category().message(errno));
  DirectoryLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  return fail(ExitCode::BadData, directory.string() + ": another backup, restore or check is at work there");
}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace whistle::tools::whistled
