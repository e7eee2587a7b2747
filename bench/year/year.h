// A year of a district, lived by the core: the demonstration district through so many whistles, one every 20 seconds of
// its own time. Most are acknowledged, visited, resolved and confirmed in time, some late, some never, some returned,
// some disputed. What questions about a whole journal are asked of.
//
//   live_year(*store, {.tickets = 100'000, .checkpoint_public_key = key.public_key()});
#pragma once

#include <cstdint>
#include <string>

#include "engine/ports.h"

namespace whistle::bench {

struct YearOptions {
  std::uint64_t tickets = 0;
  std::string checkpoint_public_key;  // of entry 0
};

// From entry 0 on; the store is empty.
void live_year(engine::Store& store, const YearOptions& options);

// WHISTLE_BENCH_TICKETS, or `usual` where nothing is said.
[[nodiscard]] std::uint64_t tickets_wanted(std::uint64_t usual);

}  // namespace whistle::bench
