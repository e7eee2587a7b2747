#include "tools/whistled/file_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "storage/file_descriptor.h"
#include "storage/sha256.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

storage::FileDescriptor open_file(const std::filesystem::path& path, int flags) {
  return storage::FileDescriptor(::open(path.c_str(), flags | O_CLOEXEC, storage::kOwnerOnly));
}

tl::unexpected<Failure> copy_refused(const std::filesystem::path& path, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return fail(full ? ExitCode::StoreFull : ExitCode::Failed,
              path.string() + ": " + std::system_category().message(code));
}

}  // namespace

Result<CopiedFile> copy_file_synced(const std::filesystem::path& from, const std::filesystem::path& to) {
  const auto in = open_file(from, O_RDONLY);
  if (in.get() < 0) return copy_refused(from, errno);
  const auto out = open_file(to, O_WRONLY | O_CREAT | O_EXCL);
  if (out.get() < 0) return copy_refused(to, errno);
  CopiedFile copied;
  storage::Sha256 hash;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const auto n = ::read(in.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return copy_refused(from, errno);
    if (n == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(n));
    hash.add(bytes);
    copied.bytes += bytes.size();
    if (!storage::write_all(out.get(), bytes)) return copy_refused(to, errno);
  }
  if (::fsync(out.get()) != 0) return copy_refused(to, errno);
  copied.sha256 = hash.digest();
  return copied;
}

void empty_directory(const std::filesystem::path& directory) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    std::filesystem::remove_all(at->path(), ignored);
  }
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const auto file = open_file(directory, O_RDONLY | O_DIRECTORY);
  if (file.get() < 0 || ::fsync(file.get()) != 0) return copy_refused(directory, errno);
  return {};
}

}  // namespace whistle::tools::whistled
