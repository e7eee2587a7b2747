#include "tools/whistled/file_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "storage/sha256.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

class File {
 public:
  File(const std::filesystem::path& path, int flags) : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (file_ >= 0) ::close(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return file_; }

 private:
  int file_;
};

tl::unexpected<Failure> refused(const std::filesystem::path& path, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return fail(full ? ExitCode::StoreFull : ExitCode::Failed,
              path.string() + ": " + std::system_category().message(code));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

Result<CopiedFile> copy_file_synced(const std::filesystem::path& from, const std::filesystem::path& to) {
  const File in(from, O_RDONLY);
  if (in.number() < 0) return refused(from, errno);
  const File out(to, O_WRONLY | O_CREAT | O_EXCL);
  if (out.number() < 0) return refused(to, errno);
  CopiedFile copied;
  storage::Sha256 hash;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const auto n = ::read(in.number(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused(from, errno);
    if (n == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(n));
    hash.add(bytes);
    copied.bytes += bytes.size();
    if (!write_all(out.number(), bytes)) return refused(to, errno);
  }
  if (::fsync(out.number()) != 0) return refused(to, errno);
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
  const File file(directory, O_RDONLY | O_DIRECTORY);
  if (file.number() < 0 || ::fsync(file.number()) != 0) return refused(directory, errno);
  return {};
}

}  // namespace whistle::tools::whistled
