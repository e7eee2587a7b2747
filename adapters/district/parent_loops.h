// Loops in chains of parents (heads of parties, rows of the catalogue).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace whistle::adapters::district {

// The lowest index of each loop, ascending. Linear.
[[nodiscard]] std::vector<std::uint32_t> parent_loops(std::span<const std::optional<std::uint32_t>> parents);

}  // namespace whistle::adapters::district
