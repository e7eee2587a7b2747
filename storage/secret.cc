#include "storage/secret.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include "engine/assert.h"
#include "storage/file_descriptor.h"
#include "storage/sodium.h"

namespace whistle::storage {

using engine::Stored;
using engine::StoreError;
using engine::StoreFault;

namespace {

constexpr ::mode_t kOthers = 0077;

tl::unexpected<StoreError> failed(StoreFault fault, const std::filesystem::path& file, const std::string& what) {
  return tl::unexpected(StoreError{fault, file.string() + ": " + what});
}

// A text that is wiped when it goes.
struct WipedText {
  std::string text;

  explicit WipedText(std::size_t size) : text(size, '\0') {}
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { sodium_memzero(text.data(), text.size()); }
};

// Reads until the end of the file or of the buffer; nullopt: errno says why.
std::optional<std::size_t> read_all(int file, std::string& buffer) {
  std::size_t size = 0;
  while (size < buffer.size()) {
    const auto got = ::read(file, buffer.data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  start_sodium();
  bytes_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
  WHISTLE_ASSERT(bytes_ != nullptr);
  sodium_memzero(bytes_.get(), size);
}

void SecretBytes::Wipe::operator()(std::uint8_t* bytes) const {
  sodium_free(bytes);
}

Stored<void> write_secret_file(const std::filesystem::path& file, std::string_view label, const SecretBytes& secret) {
  const FileDescriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  if (out.get() < 0) return file_error(file);
  // Hex, with the zero byte that sodium ends it by, which becomes the line's end.
  WipedText line(label.size() + 1 + 2 * secret.size() + 1);
  line.text.replace(0, label.size(), label);
  line.text[label.size()] = ' ';
  sodium_bin2hex(line.text.data() + label.size() + 1, 2 * secret.size() + 1, secret.data(), secret.size());
  line.text.back() = '\n';
  if (write_all(out.get(), line.text) && ::fsync(out.get()) == 0) {
    // A new name is durable once its directory is.
    auto synced = sync_names(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
    if (!synced) ::unlink(file.c_str());
    return synced;
  }
  auto error = file_error(file);
  ::unlink(file.c_str());
  return error;
}

Stored<SecretBytes> read_secret_file(const std::filesystem::path& file, std::string_view label, std::size_t size) {
  const FileDescriptor in(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (in.get() < 0) return file_error(file);
  struct stat status {};
  if (::fstat(in.get(), &status) != 0) return file_error(file);
  if (!S_ISREG(status.st_mode)) return failed(StoreFault::Io, file, "not a plain file");
  if ((status.st_mode & kOthers) != 0) {
    return failed(StoreFault::Io, file, "group or others may use it; a key file has mode 0600 or 0400");
  }

  const std::size_t prefix = label.size() + 1;
  WipedText line(prefix + 2 * size + 2);  // one more than there should be
  const auto got = read_all(in.get(), line.text);
  if (!got) return file_error(file);
  const bool whole = *got == line.text.size() - 1 && line.text[*got - 1] == '\n' && line.text.starts_with(label) &&
                     line.text[label.size()] == ' ';
  SecretBytes secret(size);
  std::size_t decoded = 0;
  const char* end = nullptr;
  if (!whole ||
      sodium_hex2bin(secret.data(), size, line.text.data() + prefix, 2 * size, nullptr, &decoded, &end) != 0 ||
      decoded != size || end != line.text.data() + prefix + 2 * size) {
    return failed(StoreFault::Damaged, file, "not a file of the kind '" + std::string(label) + "'");
  }
  return secret;
}

}  // namespace whistle::storage
