// Batches, scans and damage that the tests of the stores share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace whistle::storage {

// Stored bytes of an entry with this number, and `filler` bytes of content that no compression shortens.
[[nodiscard]] std::string entry_with(std::uint64_t sequence, std::size_t filler = 0);

// One whistle: an entry, its open ticket and its vault row.
[[nodiscard]] engine::Batch whistle_batch(std::uint64_t sequence, std::size_t filler = 0);

// All entries that a scan from 0 finds, which must be without fault.
[[nodiscard]] std::vector<std::string> all_entries(const engine::Store& store);

[[nodiscard]] std::vector<std::uint64_t> open_ids(const engine::Store& store);
[[nodiscard]] std::vector<std::uint64_t> closed_ids(const engine::Store& store);
[[nodiscard]] std::vector<std::uint64_t> closed_since(const engine::Store& store, engine::Instant from);

// Turns every bit of one byte of a file.
void turn_byte(const std::filesystem::path& path, std::uint64_t at);

}  // namespace whistle::storage
