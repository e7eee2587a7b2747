#include "storage/attachment_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "engine/hexadecimal.h"
#include "storage/sha256.h"

namespace whistle::storage {

namespace fs = std::filesystem;
using engine::Stored;
using engine::StoreError;
using engine::StoreFault;

namespace {

constexpr const char* kIncoming = "incoming";
constexpr ::mode_t kDirectoryMode = 0700;
constexpr std::size_t kMemberBytes = 8;  // of its hash, in a file's name
constexpr std::size_t kFanBytes = 1;     // of a hash, in a directory's name

// Empty: not a hash.
std::string hash_of(std::string_view name) {
  if (name.size() != 2 * kSha256Bytes) return {};
  return engine::from_hexadecimal(name).value_or(std::string());
}

std::string member_mark(std::string_view member) {
  return engine::hexadecimal(sha256(member).substr(0, kMemberBytes));
}

Stored<void> make_directory(const fs::path& path) {
  if (::mkdir(path.c_str(), kDirectoryMode) == 0) return sync_names(path.parent_path());
  if (errno == EEXIST) return {};
  return file_error(path);
}

tl::unexpected<StoreError> io(const fs::path& path, const std::error_code& error) {
  return tl::unexpected(StoreError{StoreFault::Io, path.string() + ": " + error.message()});
}

// What has arrived, and its last block where that is not full yet. A block that a crash has torn does not open: it is
// as if it had never come.
struct Arrived {
  std::uint64_t bytes = 0;
  std::string last;
};

Stored<Arrived> arrived_in(SealedFile& file, const FileCipher& cipher, std::string_view sha256) {
  const auto stored = file.blocks_stored();
  if (!stored) return tl::unexpected(stored.error());
  for (auto blocks = std::min(*stored, file.blocks()); blocks > 0; --blocks) {
    auto last = file.read_block(cipher, sha256, blocks - 1);
    if (last && *last) {
      const auto bytes = (blocks - 1) * kFileBlockBytes + (*last)->size();
      const bool full = (*last)->size() == kFileBlockBytes;
      return Arrived{bytes, full ? std::string() : **std::move(last)};
    }
    if (!last && last.error().fault != StoreFault::Damaged) return tl::unexpected(last.error());
    if (auto cut = file.cut(blocks - 1); !cut) return tl::unexpected(cut.error());
  }
  return Arrived{};
}

}  // namespace

Stored<AttachmentFiles> AttachmentFiles::open(const fs::path& directory) {
  if (auto made = make_directory(directory); !made) return tl::unexpected(made.error());
  if (auto made = make_directory(directory / kIncoming); !made) return tl::unexpected(made.error());
  return AttachmentFiles(directory);
}

fs::path AttachmentFiles::name_of(std::string_view sealed_sha256) {
  return fs::path(engine::hexadecimal(sealed_sha256.substr(0, kFanBytes))) / engine::hexadecimal(sealed_sha256);
}

fs::path AttachmentFiles::path_of(const Upload& upload) const {
  return directory_ / kIncoming /
         (std::to_string(upload.ticket.value) + "-" + member_mark(upload.member) + "-" +
          engine::hexadecimal(upload.sha256));
}

Stored<SealedFile> AttachmentFiles::begin(const Upload& upload, std::uint64_t size) const {
  const auto path = path_of(upload);
  auto known = SealedFile::open(path, SealedFile::Access::Write);
  if (!known && known.error().fault != StoreFault::Damaged) return tl::unexpected(known.error());
  if (known && *known && (*known)->size() == size) return **std::move(known);
  std::error_code ignored;
  fs::remove(path, ignored);
  return SealedFile::create(path, size);
}

Stored<std::uint64_t> AttachmentFiles::take_chunk(const FileCipher& cipher, const Upload& upload, std::uint64_t size,
                                                  std::uint64_t offset, std::string_view content) {
  auto file = begin(upload, size);
  if (!file) return tl::unexpected(file.error());
  auto arrived = arrived_in(*file, cipher, upload.sha256);
  if (!arrived) return tl::unexpected(arrived.error());
  auto& [next, last] = *arrived;
  if (offset > next || next - offset >= content.size()) return next;
  content.remove_prefix(next - offset);
  content = content.substr(0, size - next);
  while (!content.empty()) {
    const auto room = std::min(kFileBlockBytes - last.size(), content.size());
    last.append(content.substr(0, room));
    if (auto written = file->write_block(cipher, upload.sha256, next / kFileBlockBytes, last); !written)
      return tl::unexpected(written.error());
    content.remove_prefix(room);
    next += room;
    if (last.size() == kFileBlockBytes) last.clear();
  }
  return next;
}

bool AttachmentFiles::has_arriving(const Upload& upload) const {
  std::error_code ignored;
  return fs::exists(path_of(upload), ignored);
}

Stored<CheckedUpload> AttachmentFiles::check(const FileCipher& cipher, const Upload& upload) {
  CheckedUpload checked;
  auto opened = SealedFile::open(path_of(upload), SealedFile::Access::Write);
  if (!opened && opened.error().fault != StoreFault::Damaged) return tl::unexpected(opened.error());
  if (!opened || !*opened) return checked;
  auto& file = **opened;
  checked.size = file.size();
  Sha256 hash;
  for (std::uint64_t index = 0; index < file.blocks(); ++index) {
    auto block = file.read_block(cipher, upload.sha256, index);
    if (!block && block.error().fault != StoreFault::Damaged) return tl::unexpected(block.error());
    if (!block || !*block) {
      if (auto cut = file.cut(index); !cut) return tl::unexpected(cut.error());
      return checked;
    }
    hash.add(**block);
    checked.next += (*block)->size();
    if (checked.next != std::min((index + 1) * kFileBlockBytes, file.size())) return checked;
    if (index == 0) checked.head = **std::move(block);
  }
  auto whole = hash.digest();
  if (whole != upload.sha256) {
    forget(upload);
    checked.outcome = CheckedUpload::Outcome::Other;
    checked.sha256 = std::move(whole);
    return checked;
  }
  auto sealed = file.sealed_sha256();
  if (!sealed) return tl::unexpected(sealed.error());
  checked.outcome = CheckedUpload::Outcome::Whole;
  checked.sealed_sha256 = *std::move(sealed);
  return checked;
}

Stored<void> AttachmentFiles::keep(const Upload& upload, std::string_view sealed_sha256) {
  const auto from = path_of(upload);
  auto file = SealedFile::open(from, SealedFile::Access::Write);
  if (!file) return tl::unexpected(file.error());
  if (!*file) return tl::unexpected(StoreError{StoreFault::Io, from.string() + ": is gone"});
  if (auto synced = (*file)->sync(); !synced) return synced;
  const auto to = directory_ / name_of(sealed_sha256);
  if (auto made = make_directory(to.parent_path()); !made) return made;
  if (std::rename(from.c_str(), to.c_str()) != 0) return file_error(to);
  return sync_names(to.parent_path());
}

void AttachmentFiles::forget(const Upload& upload) {
  std::error_code ignored;
  fs::remove(path_of(upload), ignored);
}

Stored<Arriving> AttachmentFiles::arriving(std::string_view member) const {
  Arriving all;
  const auto mark = "-" + member_mark(member) + "-";
  const auto directory = directory_ / kIncoming;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (!member.empty() && at->path().filename().string().find(mark) == std::string::npos) continue;
    std::error_code gone;
    const auto bytes = at->file_size(gone);
    if (gone) continue;
    ++all.files;
    all.bytes += bytes;
  }
  if (error) return io(directory, error);
  return all;
}

Stored<std::size_t> AttachmentFiles::forget_older(fs::file_time_type then) {
  std::size_t forgotten = 0;
  const auto directory = directory_ / kIncoming;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const auto written = at->last_write_time(ignored);
    if (ignored || written >= then) continue;
    if (fs::remove(at->path(), ignored)) ++forgotten;
  }
  if (error) return io(directory, error);
  return forgotten;
}

Stored<std::string> AttachmentFiles::read(const FileCipher& cipher, std::string_view sha256,
                                          std::string_view sealed_sha256, std::uint64_t offset) const {
  const auto path = directory_ / name_of(sealed_sha256);
  const auto damaged = [&](const char* what) {
    return tl::unexpected(StoreError{StoreFault::Damaged, path.string() + ": " + what});
  };
  const auto file = SealedFile::open(path, SealedFile::Access::Read);
  if (!file) return tl::unexpected(file.error());
  if (!*file) return damaged("is missing");
  if (offset == 0) {
    const auto sealed = (*file)->sealed_sha256();
    if (!sealed) return tl::unexpected(sealed.error());
    if (*sealed != sealed_sha256) return damaged("has other bytes than its name says");
  }
  if (offset >= (*file)->size()) return std::string();
  const auto index = offset / kFileBlockBytes;
  const auto block = (*file)->read_block(cipher, sha256, index);
  if (!block) return tl::unexpected(block.error());
  const auto wanted = std::min((index + 1) * kFileBlockBytes, (*file)->size()) - index * kFileBlockBytes;
  if (!*block || (*block)->size() != wanted) return damaged("is cut off");
  return (*block)->substr(offset % kFileBlockBytes);
}

Stored<bool> AttachmentFiles::has(std::string_view sealed_sha256) const {
  const auto path = directory_ / name_of(sealed_sha256);
  std::error_code error;
  const bool there = fs::is_regular_file(path, error);
  if (error && error != std::errc::no_such_file_or_directory) return io(path, error);
  return there;
}

Stored<bool> AttachmentFiles::holds(std::string_view sealed_sha256) const {
  const auto file = SealedFile::open(directory_ / name_of(sealed_sha256), SealedFile::Access::Read);
  if (!file && file.error().fault == StoreFault::Damaged) return false;
  if (!file) return tl::unexpected(file.error());
  if (!*file) return false;
  const auto sealed = (*file)->sealed_sha256();
  if (!sealed) return tl::unexpected(sealed.error());
  return *sealed == sealed_sha256;
}

Stored<void> AttachmentFiles::each_kept(const std::function<bool(const std::string&)>& visit) const {
  std::error_code error;
  if (!fs::exists(directory_, error)) return {};
  fs::recursive_directory_iterator at(directory_, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (at->path().filename() == kIncoming) at.disable_recursion_pending();
    const auto hash = hash_of(at->path().filename().string());
    if (!hash.empty() && at.depth() == 1 && !visit(hash)) return {};
  }
  if (error) return io(directory_, error);
  return {};
}

void AttachmentFiles::remove(std::string_view sealed_sha256) {
  std::error_code ignored;
  fs::remove(directory_ / name_of(sealed_sha256), ignored);
}

}  // namespace whistle::storage
