// RocksDB's own log: a file LOG in the store's directory, and what it was before as LOG.old.1 and LOG.old.2.
//
//   options.info_log = std::make_shared<ForgivingLog>(directory, 4 << 20);
//
// RocksDB's writer of this file aborts the process when a write fails while another thread flushes, as on a full disk,
// and with it the orderly end that a full disk is answered with. The log is for whoever looks into the store one day:
// here a line that cannot be written is left out, and the store works on.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <optional>

#include <rocksdb/env.h>

#include "storage/file_descriptor.h"

namespace whistle::storage {

// Any thread may write.
class ForgivingLog final : public rocksdb::Logger {
 public:
  // Begins a file with the first line that is written once the directory exists, and another past `bytes_most`.
  ForgivingLog(std::filesystem::path directory, std::size_t bytes_most);

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override;
  [[nodiscard]] std::size_t GetLogFileSize() const override;

 private:
  void begin_file();

  const std::filesystem::path directory_;
  const std::size_t bytes_most_;
  mutable std::mutex mutex_;
  std::optional<FileDescriptor> file_;
  std::size_t bytes_ = 0;
};

}  // namespace whistle::storage
