// Watches the space that is left: below a mark new whistles are refused, so that there is room for acknowledging and
// closing the ones that are open; below a floor the engine stops while it still can.
//
//   DiskGuard guard(default_limits(total_bytes));
//   if (guard.update(free_bytes) == DiskSpace::Low) ...
//
// A value; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace whistle::tools::whistled {

enum class DiskSpace { Ample, Low, Exhausted };

// In bytes that are free for the engine's user. 0: no limit.
struct DiskLimits {
  std::uint64_t low = 0;
  std::uint64_t floor = 0;
};

// The mark as it was given, and a quarter of it as the floor: at 10,000 whistles a second of 1 KB a default of 1 GiB
// leaves more than a minute between the two.
[[nodiscard]] DiskLimits limits_from(std::uint64_t low);
// 1 GiB or a twentieth of the disk, whichever is smaller.
[[nodiscard]] DiskLimits default_limits(std::uint64_t total_bytes);

struct DiskReading {
  std::uint64_t free_bytes = 0;  // for this user
  std::uint64_t total_bytes = 0;
};

// Of the file system that holds the path; nullopt: it cannot be told.
[[nodiscard]] std::optional<DiskReading> read_disk(const std::filesystem::path& path);

class DiskGuard {
 public:
  explicit DiskGuard(DiskLimits limits) : limits_(limits) {}

  // It is ample again only a quarter above the mark, so that the answer does not flicker.
  DiskSpace update(std::uint64_t free_bytes);
  [[nodiscard]] DiskSpace space() const { return space_; }
  [[nodiscard]] const DiskLimits& limits() const { return limits_; }

 private:
  DiskLimits limits_;
  DiskSpace space_ = DiskSpace::Ample;
};

}  // namespace whistle::tools::whistled
