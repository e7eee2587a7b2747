#include "tools/whistled/machine_facts.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace whistle::tools::whistled {

namespace {

namespace fs = std::filesystem;

std::optional<std::uint64_t> resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  if (!(file >> total >> resident)) return std::nullopt;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::optional<std::uint64_t> open_files() {
  std::error_code error;
  std::uint64_t count = 0;
  for (fs::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error))
    ++count;
  if (error || count == 0) return std::nullopt;
  return count - 1;  // the one that looks
}

std::optional<std::uint64_t> open_files_max() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  return limit.rlim_cur;
}

// The machine's start by the wall, and the process's by ticks after that.
std::optional<engine::Instant> started() {
  std::ifstream stat("/proc/self/stat");
  std::string line;
  if (!std::getline(stat, line)) return std::nullopt;
  // The name in brackets may hold anything; behind it stand fields 3 and on, of which 22 is the start.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  constexpr int kBefore = 19;
  std::string field;
  for (int i = 0; i < kBefore; ++i)
    fields >> field;
  std::int64_t ticks = 0;
  if (!(fields >> ticks)) return std::nullopt;
  std::ifstream machine("/proc/stat");
  while (machine >> field) {
    std::int64_t booted = 0;
    if (field == "btime" && machine >> booted) {
      const auto us = engine::seconds(1).us;
      return engine::Instant{booted * us + ticks * us / ::sysconf(_SC_CLK_TCK)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> bytes_of(const fs::path& directory) {
  std::error_code error;
  std::uint64_t bytes = 0;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    // A file may be gone since it was listed.
    std::error_code gone;
    const auto size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  if (error) return std::nullopt;
  return bytes;
}

MachineFacts read_machine(const fs::path& store) {
  return {read_disk(store), bytes_of(store), resident_bytes(), open_files(), open_files_max(), started()};
}

}  // namespace whistle::tools::whistled
