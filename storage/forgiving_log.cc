#include "storage/forgiving_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <system_error>
#include <utility>

namespace whistle::storage {

namespace {

constexpr int kReadableByAll = 0644;  // before the process's own mask
constexpr std::size_t kLineBytesMost = 4096;

// What was LOG.old.1 becomes LOG.old.2, and LOG becomes LOG.old.1.
void move_aside(const std::filesystem::path& directory) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory / "LOG", ignored)) return;
  std::filesystem::rename(directory / "LOG.old.1", directory / "LOG.old.2", ignored);
  std::filesystem::rename(directory / "LOG", directory / "LOG.old.1", ignored);
}

std::string line_start() {
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  const auto since = now.time_since_epoch();
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(since);
  const std::time_t time = second.count();
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 64> text{};
  const auto length = std::strftime(text.data(), text.size(), "%FT%T", &utc);
  const auto rest = std::snprintf(text.data() + length, text.size() - length, ".%06dZ %d ",
                                  static_cast<int>((since - second).count()), static_cast<int>(gettid()));
  return {text.data(), length + static_cast<std::size_t>(rest)};
}

}  // namespace

ForgivingLog::ForgivingLog(std::filesystem::path directory, std::size_t bytes_most)
    : directory_(std::move(directory)), bytes_most_(bytes_most) {}

void ForgivingLog::begin_file() {
  move_aside(directory_);
  bytes_ = 0;
  file_.reset();
  const int file = open((directory_ / "LOG").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kReadableByAll);
  if (file >= 0) file_.emplace(file);
}

void ForgivingLog::Logv(const char* format, va_list arguments) {
  std::string line = line_start();
  const auto start = line.size();
  line.resize(start + kLineBytesMost);
  const int length = std::vsnprintf(line.data() + start, kLineBytesMost, format, arguments);
  if (length < 0) return;
  line.resize(start + std::min(static_cast<std::size_t>(length), kLineBytesMost - 1));
  if (line.back() != '\n') line += '\n';
  const std::scoped_lock lock(mutex_);
  if (!file_ || bytes_ + line.size() > bytes_most_) begin_file();
  if (file_ && write_all(file_->get(), line)) bytes_ += line.size();
}

std::size_t ForgivingLog::GetLogFileSize() const {
  const std::scoped_lock lock(mutex_);
  return bytes_;
}

}  // namespace whistle::storage
