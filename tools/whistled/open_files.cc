#include "tools/whistled/open_files.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kStoreFiles = 512;
constexpr std::size_t kOtherFiles = 128;
constexpr std::size_t kConnectionsPerClient = 2;

}  // namespace

std::size_t open_files_for(std::size_t clients) {
  return kStoreFiles + kOtherFiles + clients * kConnectionsPerClient;
}

Result<std::size_t> raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return fail(ExitCode::Failed, std::string("limit of open files: ") + std::strerror(errno));
  // Raising it up to the hard limit is every process's right; where it fails all the same, less has to do.
  rlimit raised{limit.rlim_max, limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  const auto files = static_cast<std::size_t>(limit.rlim_cur);
  const auto own = kStoreFiles + kOtherFiles;
  return files < own ? 0 : (files - own) / kConnectionsPerClient;
}

}  // namespace whistle::tools::whistled
