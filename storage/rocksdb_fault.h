// What RocksDB says, in the store's words.
#pragma once

#include <cstdarg>
#include <filesystem>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>

#include <rocksdb/env.h>
#include <rocksdb/status.h>

#include "engine/ports.h"

namespace whistle::storage {

// The fault of a status that is not ok; `doing` says what was tried, for instance "commit".
[[nodiscard]] engine::StoreError store_error(const rocksdb::Status& status, std::string_view doing);

// What `ask` of RocksDB returns, its exceptions included. There is one: the end of a table says how large its index is,
// and nothing guards that number; where it is damaged, RocksDB asks for as much memory.
template <typename Ask>
[[nodiscard]] rocksdb::Status guarded(const Ask& ask) {
  try {
    return ask();
  } catch (const std::bad_alloc&) {
    return rocksdb::Status::Corruption("a table says that it needs more memory than there is");
  }
}

// Passes RocksDB's log on to its file in the directory, and remembers the first warning: while a directory is opened
// that is the one that names the damaged file; later ones are consequences. Any thread.
class RememberingLog final : public rocksdb::Logger {
 public:
  // `file` may be null: then nothing is written.
  explicit RememberingLog(std::shared_ptr<rocksdb::Logger> file);
  ~RememberingLog() override;

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override;
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) override;
  void LogHeader(const char* format, va_list arguments) override;
  void Flush() override;

  [[nodiscard]] std::string first_warning() const;

 protected:
  rocksdb::Status CloseImpl() override;

 private:
  const std::shared_ptr<rocksdb::Logger> file_;
  mutable std::mutex mutex_;
  std::string first_warning_;  // guarded by mutex_
};

// The process that holds the directory's lock, for a message; 0: none, or this one.
[[nodiscard]] long lock_holder(const std::filesystem::path& directory);

}  // namespace whistle::storage
