#include "storage/sealed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/assert.h"
#include "storage/record_format.h"
#include "storage/sha256.h"
#include "storage/vault_row.h"

namespace whistle::storage {

using engine::Stored;
using engine::StoreError;
using engine::StoreFault;

namespace {

constexpr char kFileFormat = 1;
constexpr std::size_t kHeadBytes = 1 + sizeof(std::uint64_t);
constexpr std::size_t kBoxBytes = kFileBlockBytes + kBoxOverheadBytes;

std::uint64_t start_of(std::uint64_t index) {
  return kHeadBytes + index * kBoxBytes;
}

std::string place_of(std::string_view sha256, std::uint64_t size, std::uint64_t index) {
  std::string place(sha256);
  return place.append(number_key(size)).append(number_key(index));
}

tl::unexpected<StoreError> damaged(const std::filesystem::path& path, const std::string& what) {
  return tl::unexpected(StoreError{StoreFault::Damaged, path.string() + ": " + what});
}

bool write_at(int file, std::uint64_t at, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<::off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
  return true;
}

// As many bytes as there are, up to `most`; nullopt: errno says why.
std::optional<std::string> read_at(int file, std::uint64_t at, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const auto got = ::pread(file, bytes.data() + size, most - size, static_cast<::off_t>(at + size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

Stored<SealedFile> SealedFile::create(const std::filesystem::path& path, std::uint64_t size) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (file.get() < 0) return file_error(path);
  std::string head(1, kFileFormat);
  head.append(number_key(size));
  if (!write_at(file.get(), 0, head)) return file_error(path);
  return SealedFile(path, std::move(file), size);
}

Stored<std::optional<SealedFile>> SealedFile::open(const std::filesystem::path& path, Access access) {
  FileDescriptor file(::open(path.c_str(), (access == Access::Write ? O_RDWR : O_RDONLY) | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  if (file.get() < 0) return file_error(path);
  const auto head = read_at(file.get(), 0, kHeadBytes);
  if (!head) return file_error(path);
  if (head->size() != kHeadBytes || head->front() != kFileFormat) return damaged(path, "is no sealed file");
  const auto size = parse_number(std::string_view(*head).substr(1));
  if (*size == 0 || *size > kFileBytesMax) return damaged(path, "is of an impossible size");
  return SealedFile(path, std::move(file), *size);
}

Stored<std::uint64_t> SealedFile::blocks_stored() const {
  struct ::stat status {};
  if (::fstat(file_.get(), &status) != 0) return file_error(path_);
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  return bytes <= kHeadBytes ? 0 : (bytes - kHeadBytes + kBoxBytes - 1) / kBoxBytes;
}

Stored<std::optional<std::string>> SealedFile::read_block(const FileCipher& cipher, std::string_view sha256,
                                                          std::uint64_t index) const {
  const auto box = read_at(file_.get(), start_of(index), kBoxBytes);
  if (!box) return file_error(path_);
  if (box->empty()) return std::nullopt;
  auto block = cipher.vault.open_block(cipher.first_row, place_of(sha256, size_, index), *box);
  if (!block) return damaged(path_, block.error().what);
  return *std::move(block);
}

Stored<void> SealedFile::write_block(const FileCipher& cipher, std::string_view sha256, std::uint64_t index,
                                     std::string_view block) {
  WHISTLE_ASSERT(!block.empty() && block.size() <= kFileBlockBytes);
  const auto box = cipher.vault.seal_block(cipher.first_row, place_of(sha256, size_, index), block);
  if (!box) return tl::unexpected(box.error());
  if (!write_at(file_.get(), start_of(index), *box)) return file_error(path_);
  return {};
}

Stored<void> SealedFile::cut(std::uint64_t index) {
  if (::ftruncate(file_.get(), static_cast<::off_t>(start_of(index))) != 0) return file_error(path_);
  return {};
}

Stored<void> SealedFile::sync() {
  if (::fsync(file_.get()) != 0) return file_error(path_);
  return {};
}

Stored<std::string> SealedFile::sealed_sha256() const {
  Sha256 hash;
  for (std::uint64_t at = 0;;) {
    const auto piece = read_at(file_.get(), at, kBoxBytes);
    if (!piece) return file_error(path_);
    if (piece->empty()) return hash.digest();
    hash.add(*piece);
    at += piece->size();
  }
}

}  // namespace whistle::storage
