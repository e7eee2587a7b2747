#include "tools/whistled/data_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <sstream>

#include "adapters/zeromq/curve_key_file.h"

namespace whistle::tools::whistled {

namespace {

namespace fs = std::filesystem;

std::string reason(int code) {
  return std::strerror(code);
}

}  // namespace

Result<void> DataDirectory::create() const {
  std::error_code error;
  if (fs::exists(store(), error)) {
    return fail(ExitCode::BadData, root_.string() + " holds a journal already; nothing was changed");
  }
  if (fs::exists(root_, error) && !fs::is_empty(root_, error)) {
    return fail(ExitCode::BadData, root_.string() + " is not an empty directory; nothing was changed");
  }
  fs::create_directories(root_, error);
  if (error) return fail(ExitCode::Failed, root_.string() + ": " + error.message());
  if (::chmod(root_.c_str(), 0700) != 0) return fail(ExitCode::Failed, root_.string() + ": " + reason(errno));
  return {};
}

Result<void> DataDirectory::check_exists() const {
  std::error_code error;
  if (fs::is_directory(store(), error)) return {};
  const auto why = error && error != std::errc::no_such_file_or_directory ? ": " + error.message() : std::string{};
  return fail(ExitCode::BadData,
              root_.string() + " holds no journal" + why + "; `whistled init --data DIR --district DIR` makes one");
}

std::string to_text(const Endpoints& endpoints) {
  std::ostringstream out;
  out << "commands=" << endpoints.commands << "\nfeed=" << endpoints.feed;
  if (endpoints.server_public_key.empty()) {
    out << "\nmode=plain";
  } else {
    out << "\nmode=curve\nserver_public_key=" << adapters::zeromq::to_z85(endpoints.server_public_key);
  }
  if (!endpoints.operations.empty()) out << "\noperations=" << endpoints.operations;
  if (!endpoints.http.empty()) out << "\nhttp=" << endpoints.http;
  out << "\npid=" << ::getpid() << '\n';
  return out.str();
}

Result<void> write_atomically(const fs::path& path, std::string_view text) {
  const auto beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(ExitCode::Failed, beside + ": " + reason(errno));
  std::size_t done = 0;
  while (done < text.size()) {
    const auto n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    done += static_cast<std::size_t>(n);
  }
  const bool written = done == text.size() && ::fsync(file) == 0;
  const int code = errno;
  ::close(file);
  if (!written) return fail(ExitCode::Failed, beside + ": " + reason(code));
  if (::rename(beside.c_str(), path.c_str()) != 0) return fail(ExitCode::Failed, path.string() + ": " + reason(errno));
  return {};
}

}  // namespace whistle::tools::whistled
