#include "tools/whistle/audit/journal_file.h"

#include <fcntl.h>

#include <utility>
#include <vector>

#include <google/protobuf/io/coded_stream.h>

#include "storage/file_descriptor.h"
#include "storage/record_format.h"
#include "storage/sha256.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kHeaderBytesMax = 4'096;
constexpr int kVarintBytesMax = 10;

bool same_header(const v1::JournalFileHeader& a, const v1::JournalFileHeader& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

JournalFileReader::JournalFileReader(const std::filesystem::path& path) : file_(path, std::ios::binary) {
  if (!file_ || std::filesystem::is_directory(path)) {
    fault_ = JournalFileFault::Unreadable;
    return;
  }
  if (!read_message(header_, kHeaderBytesMax) || header_.magic() != kJournalFileMagic) {
    header_.Clear();
    if (fault_ != JournalFileFault::Unreadable) fault_ = JournalFileFault::Foreign;
  } else if (header_.version() != kJournalFileVersion) {
    fault_ = JournalFileFault::Newer;
  }
}

bool JournalFileReader::end(JournalFileFault fault) {
  fault_ = fault;
  return false;
}

bool JournalFileReader::read_message(google::protobuf::MessageLite& message, std::uint64_t bytes_max) {
  std::uint64_t length = 0;
  int read = 0;
  for (int byte = 0x80; (byte & 0x80) != 0; ++read) {
    byte = file_.get();
    if (file_.bad()) return end(JournalFileFault::Unreadable);
    if (byte == std::ifstream::traits_type::eof()) return read == 0 ? false : end(JournalFileFault::CutOff);
    if (read == kVarintBytesMax) return end(JournalFileFault::Damaged);
    length |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * read);
  }
  if (length == 0 || length > bytes_max) return end(JournalFileFault::Damaged);
  bytes_.resize(static_cast<std::size_t>(length));
  file_.read(bytes_.data(), static_cast<std::streamsize>(length));
  if (file_.bad()) return end(JournalFileFault::Unreadable);
  if (static_cast<std::uint64_t>(file_.gcount()) != length) return end(JournalFileFault::CutOff);
  if (!message.ParseFromString(bytes_)) return end(JournalFileFault::Damaged);
  offset_ += static_cast<std::uint64_t>(read) + length;
  return true;
}

bool JournalFileReader::next(v1::JournalFileRecord& record) {
  if (fault_ || !read_message(record, kJournalRecordBytesMax)) return false;
  return record.what_case() != v1::JournalFileRecord::WHAT_NOT_SET || end(JournalFileFault::Damaged);
}

void JournalFileReader::seek(std::uint64_t offset) {
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(offset));
  offset_ = offset;
  fault_.reset();
}

tl::expected<JournalFileWriter, JournalFileWriter::Refusal> JournalFileWriter::open(
    const std::filesystem::path& path, const v1::JournalFileHeader& header) {
  JournalFileWriter writer;
  writer.path_ = path;
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && std::filesystem::file_size(path, ignored) != 0) {
    auto why = Refusal::Unwritable;
    if (!writer.go_on(path, header, why)) return tl::unexpected(why);
    return writer;
  }
  writer.file_.open(path, std::ios::binary | std::ios::trunc);
  if (!writer.file_ || !writer.write_message(header)) return tl::unexpected(Refusal::Unwritable);
  return writer;
}

bool JournalFileWriter::go_on(const std::filesystem::path& path, const v1::JournalFileHeader& header, Refusal& why) {
  JournalFileReader reader(path);
  why = Refusal::Other;
  if (reader.fault() || !same_header(reader.header(), header)) return false;
  v1::JournalFileRecord record;
  // After the last entry comes what is written anew: tiles and checkpoints have grown since.
  auto whole = reader.offset();
  std::vector<std::string> blobs;
  while (reader.next(record)) {
    if (record.has_end()) {
      why = Refusal::Complete;
      return false;
    }
    if (record.has_blob()) blobs.push_back(storage::sha256(record.blob()));
    if (!record.has_entry()) continue;
    const auto number = storage::entry_number(record.entry());
    if (!number) return false;
    ++entries_;
    last_entry_ = number->value;
    blobs_.insert(blobs.begin(), blobs.end());  // those before it
    blobs.clear();
    whole = reader.offset();
  }
  if (reader.fault() && *reader.fault() != JournalFileFault::CutOff) return false;
  why = Refusal::Unwritable;
  std::error_code error;
  std::filesystem::resize_file(path, whole, error);
  if (error) return false;
  file_.open(path, std::ios::binary | std::ios::app);
  return file_.good();
}

bool JournalFileWriter::write_message(const google::protobuf::MessageLite& message) {
  std::uint8_t length[kVarintBytesMax];
  const auto* end = google::protobuf::io::CodedOutputStream::WriteVarint64ToArray(message.ByteSizeLong(), length);
  file_.write(reinterpret_cast<const char*>(length), end - length);
  return message.SerializeToOstream(&file_) && file_.good();
}

bool JournalFileWriter::write(const v1::JournalFileRecord& record) {
  if (record.has_entry()) ++entries_;
  if (record.has_blob()) blobs_.insert(storage::sha256(record.blob()));
  return write_message(record);
}

bool JournalFileWriter::finish(std::uint64_t next_sequence) {
  v1::JournalFileRecord record;
  record.mutable_end()->set_entries(entries_);
  record.mutable_end()->set_next_sequence(next_sequence);
  if (!write_message(record)) return false;
  file_.close();
  if (!file_) return false;
  const storage::FileDescriptor descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  return descriptor.get() >= 0 && ::fsync(descriptor.get()) == 0;
}

}  // namespace whistle::tools
