// The files of tickets on the disk: those that arrive, and those that entries name.
//
//   data/attachments/incoming/TICKET-MEMBER-SHA256   what has arrived so far, sealed; gone after a day
//   data/attachments/ab/ab12...                      kept, under the hash of the ciphertext
//
//   files.take_chunk(cipher, upload, size, offset, bytes);      // again and again: how much is there
//   auto checked = files.check(cipher, upload);                 // whole, and its hash as was said
//   files.keep(upload, checked->sealed_sha256);                 // durable: now an entry may name it
//   files.read(cipher, sha256, sealed_sha256, offset);
//
// No plain byte is written. A file that is sealed again gives the same bytes, so that whatever was cut off may simply
// be repeated. What arrives is touched by one thread at a time; what is kept never changes and may be read on any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "engine/ids.h"
#include "engine/ports.h"
#include "storage/sealed_file.h"

namespace whistle::storage {

// A file on its way: of a ticket, by a member, so that nobody can spoil what another sends.
struct Upload {
  engine::TicketId ticket;
  std::string member;
  std::string sha256;  // of the file as it is, 32 bytes
};

struct CheckedUpload {
  enum class Outcome : std::uint8_t { Whole, Incomplete, Other };
  Outcome outcome = Outcome::Incomplete;
  std::uint64_t next = 0;  // of one that is incomplete: the first byte that is missing
  std::string sha256{};    // of what is there, where it is whole but another than was said
  std::uint64_t size = 0;  // of the file as it is
  std::string sealed_sha256{};
  std::string head{};  // its first bytes, at most a block, by which its type is judged
};

struct Arriving {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

class AttachmentFiles {
 public:
  // Makes the directories where they are missing.
  [[nodiscard]] static engine::Stored<AttachmentFiles> open(const std::filesystem::path& directory);

  // As it lies there, for those who only read: nothing is made.
  [[nodiscard]] static AttachmentFiles at(const std::filesystem::path& directory) { return AttachmentFiles(directory); }

  // ---- what arrives ----
  // Adds what is not there yet; returns the offset of the first byte that is missing. An `offset` past it adds nothing.
  // Of another size than was said before, the file begins anew. Full without space.
  [[nodiscard]] engine::Stored<std::uint64_t> take_chunk(const FileCipher& cipher, const Upload& upload,
                                                         std::uint64_t size, std::uint64_t offset,
                                                         std::string_view content);
  [[nodiscard]] bool has_arriving(const Upload& upload) const;
  // Reads it through. What is another file than was said, or has blocks that do not open, is forgotten as far.
  [[nodiscard]] engine::Stored<CheckedUpload> check(const FileCipher& cipher, const Upload& upload);
  // Makes it durable under its name.
  [[nodiscard]] engine::Stored<void> keep(const Upload& upload, std::string_view sealed_sha256);
  void forget(const Upload& upload);
  // Of one member, or of all where none is named.
  [[nodiscard]] engine::Stored<Arriving> arriving(std::string_view member = {}) const;
  // Forgets what has not grown since then; returns how many.
  [[nodiscard]] engine::Stored<std::size_t> forget_older(std::filesystem::file_time_type then);

  // ---- what is kept ----
  // Of the file as it is, from `offset` to the end of its block; empty: `offset` is its end. At offset 0 the whole
  // ciphertext is compared with its name first; every block is bound to its file and place at any offset. Damaged where
  // it is not what was sealed, or is not there.
  [[nodiscard]] engine::Stored<std::string> read(const FileCipher& cipher, std::string_view sha256,
                                                 std::string_view sealed_sha256, std::uint64_t offset) const;
  // Whether a file of that name is there.
  [[nodiscard]] engine::Stored<bool> has(std::string_view sealed_sha256) const;
  // Whether the file is there with the bytes that its name says.
  [[nodiscard]] engine::Stored<bool> holds(std::string_view sealed_sha256) const;
  // Hashes by which files are kept, in no order. False ends it.
  [[nodiscard]] engine::Stored<void> each_kept(
      const std::function<bool(const std::string& sealed_sha256)>& visit) const;
  void remove(std::string_view sealed_sha256);

  // Below the directory: ab/ab12...
  [[nodiscard]] static std::filesystem::path name_of(std::string_view sealed_sha256);

 private:
  explicit AttachmentFiles(std::filesystem::path directory) : directory_(std::move(directory)) {}
  [[nodiscard]] std::filesystem::path path_of(const Upload& upload) const;
  [[nodiscard]] engine::Stored<SealedFile> begin(const Upload& upload, std::uint64_t size) const;

  std::filesystem::path directory_;
};

}  // namespace whistle::storage
