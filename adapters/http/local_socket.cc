#include "adapters/http/local_socket.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace whistle::adapters::http {

tl::expected<LocalSocketName, HttpError> LocalSocketName::of(const std::filesystem::path& path) {
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const int directory = ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) {
    return tl::unexpected(HttpError{parent.string() + ": " + std::system_category().message(errno)});
  }
  return LocalSocketName(directory, "/proc/self/fd/" + std::to_string(directory) + "/" + path.filename().string());
}

LocalSocketName::LocalSocketName(LocalSocketName&& other) noexcept
    : directory_(std::exchange(other.directory_, -1)), text_(std::move(other.text_)) {}

LocalSocketName::~LocalSocketName() {
  if (directory_ >= 0) ::close(directory_);
}

}  // namespace whistle::adapters::http
