#include "storage/rocksdb_fault.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace whistle::storage {

using engine::StoreError;
using engine::StoreFault;

namespace {

// RocksDB has a code for ENOSPC alone; of the other two it keeps the system's words.
bool is_out_of_space(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return true;
  if (!status.IsIOError()) return false;
  const std::string what = status.ToString();
  for (const int number : {EDQUOT, EFBIG}) {
    if (what.find(std::generic_category().message(number)) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

StoreError store_error(const rocksdb::Status& status, std::string_view doing) {
  StoreFault fault = StoreFault::Io;
  if (is_out_of_space(status)) fault = StoreFault::Full;
  if (status.IsCorruption()) fault = StoreFault::Damaged;
  return {fault, std::string(doing) + ": " + status.ToString()};
}

RememberingLog::RememberingLog(std::shared_ptr<rocksdb::Logger> file)
    : rocksdb::Logger(file ? file->GetInfoLogLevel() : rocksdb::InfoLogLevel::WARN_LEVEL), file_(std::move(file)) {}

RememberingLog::~RememberingLog() {
  Close().PermitUncheckedError();
}

void RememberingLog::Logv(const char* format, va_list arguments) {
  Logv(rocksdb::InfoLogLevel::INFO_LEVEL, format, arguments);
}

void RememberingLog::Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) {
  if (level < GetInfoLogLevel()) return;
  if (level == rocksdb::InfoLogLevel::WARN_LEVEL) {
    std::array<char, 512> line{};
    va_list copy;
    va_copy(copy, arguments);
    std::vsnprintf(line.data(), line.size(), format, copy);
    va_end(copy);
    const std::scoped_lock lock(mutex_);
    if (first_warning_.empty()) first_warning_ = line.data();
  }
  if (file_) file_->Logv(level, format, arguments);
}

void RememberingLog::LogHeader(const char* format, va_list arguments) {
  if (file_) file_->LogHeader(format, arguments);
}

void RememberingLog::Flush() {
  if (file_) file_->Flush();
}

rocksdb::Status RememberingLog::CloseImpl() {
  return file_ ? file_->Close() : rocksdb::Status::OK();
}

std::string RememberingLog::first_warning() const {
  const std::scoped_lock lock(mutex_);
  return first_warning_;
}

long lock_holder(const std::filesystem::path& directory) {
  const int file = ::open((directory / "LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  struct flock asked {};
  asked.l_type = F_WRLCK;
  asked.l_whence = SEEK_SET;
  const bool held = ::fcntl(file, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
  ::close(file);
  return held ? asked.l_pid : 0;
}

}  // namespace whistle::storage
