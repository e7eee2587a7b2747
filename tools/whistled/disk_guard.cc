#include "tools/whistled/disk_guard.h"

#include <sys/statvfs.h>

#include <algorithm>

namespace whistle::tools::whistled {

namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr std::uint64_t kTwentieth = 20;
constexpr std::uint64_t kQuarter = 4;

}  // namespace

DiskLimits limits_from(std::uint64_t low) {
  return {low, low / kQuarter};
}

DiskLimits default_limits(std::uint64_t total_bytes) {
  return limits_from(std::min(kGiB, total_bytes / kTwentieth));
}

std::optional<DiskReading> read_disk(const std::filesystem::path& path) {
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0) return std::nullopt;
  return DiskReading{std::uint64_t{disk.f_bavail} * disk.f_frsize, std::uint64_t{disk.f_blocks} * disk.f_frsize};
}

DiskSpace DiskGuard::update(std::uint64_t free_bytes) {
  if (free_bytes < limits_.floor) {
    space_ = DiskSpace::Exhausted;
  } else if (free_bytes < limits_.low) {
    space_ = DiskSpace::Low;
  } else if (space_ != DiskSpace::Ample && free_bytes >= limits_.low + limits_.low / kQuarter) {
    space_ = DiskSpace::Ample;
  } else if (space_ == DiskSpace::Exhausted) {
    space_ = DiskSpace::Low;
  }
  return space_;
}

}  // namespace whistle::tools::whistled
