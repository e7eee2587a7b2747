// An exported journal as bytes: a header, then records, each with its length before it (proto/whistle/v1/audit.proto).
//
//   auto writer = JournalFileWriter::open(path, header);   // goes on where an export was cut off
//   writer->write(record); ...
//   writer->finish();
//
//   JournalFileReader reader(path);
//   while (reader.next(record)) ...
//   if (reader.fault()) ...
//
// One thread an object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "whistle/v1/audit.pb.h"

namespace whistle::tools {

inline constexpr const char* kJournalFileMagic = "whistle journal";
inline constexpr std::uint32_t kJournalFileVersion = 1;
// A longer record is none: a ruleset's outlines are the largest, of at most 24 MiB.
inline constexpr std::uint64_t kJournalRecordBytesMax = std::uint64_t{32} << 20;

enum class JournalFileFault {
  Unreadable,  // the file system says no
  Foreign,     // no exported journal
  Newer,       // of a later version of the format
  Damaged,     // a record that is none
  CutOff,      // the file ends in the middle of a record
};

// Reads a file of any content in bounded memory.
class JournalFileReader {
 public:
  explicit JournalFileReader(const std::filesystem::path& path);

  [[nodiscard]] const v1::JournalFileHeader& header() const { return header_; }
  // The next record; false: there is none, and `fault` says whether there should be.
  [[nodiscard]] bool next(v1::JournalFileRecord& record);
  [[nodiscard]] std::optional<JournalFileFault> fault() const { return fault_; }
  // Where the next record begins.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  void seek(std::uint64_t offset);

 private:
  [[nodiscard]] bool read_message(google::protobuf::MessageLite& message, std::uint64_t bytes_max);
  bool end(JournalFileFault fault);

  std::ifstream file_;
  v1::JournalFileHeader header_;
  std::uint64_t offset_ = 0;
  std::string bytes_;  // kept for its capacity
  std::optional<JournalFileFault> fault_;
};

class JournalFileWriter {
 public:
  // Begins the file, or goes on with one that has the same header and no end: what was cut off is cut away. A file that
  // is something else, or is complete, is refused and left as it is.
  enum class Refusal { Unwritable, Other, Complete };
  [[nodiscard]] static tl::expected<JournalFileWriter, Refusal> open(const std::filesystem::path& path,
                                                                     const v1::JournalFileHeader& header);

  // Of what was there already.
  [[nodiscard]] std::uint64_t entries() const { return entries_; }
  // The number of its last entry; nullopt: there is none.
  [[nodiscard]] std::optional<std::uint64_t> last_entry() const { return last_entry_; }

  // SHA-256 of the blobs that it holds: none is written twice.
  [[nodiscard]] bool has_blob(std::string_view sha256) const { return blobs_.contains(sha256); }

  // False: it could not be written, for instance because the disk is full.
  [[nodiscard]] bool write(const v1::JournalFileRecord& record);
  // Durable, with the record that says so.
  [[nodiscard]] bool finish(std::uint64_t next_sequence);

 private:
  JournalFileWriter() = default;
  [[nodiscard]] bool go_on(const std::filesystem::path& path, const v1::JournalFileHeader& header, Refusal& why);
  [[nodiscard]] bool write_message(const google::protobuf::MessageLite& message);

  std::filesystem::path path_;
  std::ofstream file_;
  std::uint64_t entries_ = 0;
  std::optional<std::uint64_t> last_entry_;
  std::set<std::string, std::less<>> blobs_;
};

}  // namespace whistle::tools
