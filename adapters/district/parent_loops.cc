#include "adapters/district/parent_loops.h"

#include <algorithm>

namespace whistle::adapters::district {

std::vector<std::uint32_t> parent_loops(std::span<const std::optional<std::uint32_t>> parents) {
  std::vector<std::uint32_t> loops;
  std::vector<std::uint32_t> walk(parents.size(), 0);  // the walk that came by, from 1
  for (std::uint32_t start = 0; start < parents.size(); ++start) {
    std::optional<std::uint32_t> at = start;
    while (at && walk[*at] == 0) {
      walk[*at] = start + 1;
      at = parents[*at];
    }
    if (!at || walk[*at] != start + 1) continue;
    std::uint32_t lowest = *at;
    for (std::uint32_t next = *parents[*at]; next != *at; next = *parents[next])
      lowest = std::min(lowest, next);
    loops.push_back(lowest);
  }
  std::sort(loops.begin(), loops.end());
  return loops;
}

}  // namespace whistle::adapters::district
