// One file that is sealed under its ticket's key, block by block, so that it can be written as it arrives and read from
// any place. FORMAT.md gives the bytes.
//
//   auto file = SealedFile::create(path, size);
//   file->write_block(cipher, sha256, 0, first_256_kib);
//   auto block = file->read_block(cipher, sha256, 0);
//
// A block is bound to the file's hash and size and to its number: one of another file, or in another place, does not
// open. One thread an object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports.h"
#include "storage/file_descriptor.h"
#include "storage/vault.h"

namespace whistle::storage {

inline constexpr std::uint64_t kFileBytesMax = std::uint64_t{16} << 20;
inline constexpr std::size_t kFileBlockBytes = std::size_t{256} << 10;

// What opens the files of one ticket: its first row in the vault holds its key.
struct FileCipher {
  const Vault& vault;
  std::string first_row;
};

class SealedFile {
 public:
  // A new file of mode 0600, without blocks. Io where there is one.
  [[nodiscard]] static engine::Stored<SealedFile> create(const std::filesystem::path& path, std::uint64_t size);
  enum class Access : bool { Read, Write };
  // nullopt: there is none. Damaged where its head is none.
  [[nodiscard]] static engine::Stored<std::optional<SealedFile>> open(const std::filesystem::path& path, Access access);

  // Of the file as it is.
  std::uint64_t size() const { return size_; }
  std::uint64_t blocks() const { return (size_ + kFileBlockBytes - 1) / kFileBlockBytes; }
  // How many blocks are there, the last perhaps not whole; whether they open is not looked at.
  [[nodiscard]] engine::Stored<std::uint64_t> blocks_stored() const;

  // nullopt: nothing is stored in that place. Damaged where it does not open.
  [[nodiscard]] engine::Stored<std::optional<std::string>> read_block(const FileCipher& cipher, std::string_view sha256,
                                                                      std::uint64_t index) const;
  // In the place of what was there. Full without space.
  [[nodiscard]] engine::Stored<void> write_block(const FileCipher& cipher, std::string_view sha256, std::uint64_t index,
                                                 std::string_view block);
  // Forgets the block `index` and all after it.
  [[nodiscard]] engine::Stored<void> cut(std::uint64_t index);
  // What was written is on the disk.
  [[nodiscard]] engine::Stored<void> sync();
  // Of the bytes as they are stored.
  [[nodiscard]] engine::Stored<std::string> sealed_sha256() const;

 private:
  SealedFile(std::filesystem::path path, FileDescriptor file, std::uint64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}

  std::filesystem::path path_;
  FileDescriptor file_;
  std::uint64_t size_;
};

}  // namespace whistle::storage
