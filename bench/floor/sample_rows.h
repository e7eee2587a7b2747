// What the engine wrote for real whistles, and what it answered: the bytes that a floor writes and answers too.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace whistle::bench {

struct SampleRows {
  struct Whistle {
    std::string entry;
    std::string ticket;
    std::string vault;
    std::string reply;  // body of the Reply, its correlation left out
  };
  std::vector<Whistle> whistles;
  std::string header;  // the row that each batch rewrites
};

// From the store of an engine that has stopped: its newest whistles that are still open, at most `most`. Ends the
// program where there is none.
[[nodiscard]] SampleRows read_sample(const std::filesystem::path& store, std::size_t most);

}  // namespace whistle::bench
