// What the machine says about this process and its directory: read when somebody asks, away from the core thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/time.h"
#include "tools/whistled/disk_guard.h"

namespace whistle::tools::whistled {

// Absent where the system does not tell.
struct MachineFacts {
  std::optional<DiskReading> disk;
  std::optional<std::uint64_t> store_bytes;  // files of the store
  std::optional<std::uint64_t> resident_bytes;
  std::optional<std::uint64_t> open_files;
  std::optional<std::uint64_t> open_files_max;
  std::optional<engine::Instant> started;
};

[[nodiscard]] MachineFacts read_machine(const std::filesystem::path& store);

// The sizes of a directory's files together.
[[nodiscard]] std::optional<std::uint64_t> bytes_of(const std::filesystem::path& directory);

}  // namespace whistle::tools::whistled
