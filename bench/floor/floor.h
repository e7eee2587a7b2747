// The least that any program of this shape has to do: take what has arrived at a ROUTER, parse each request, put its
// rows into one synced write batch, answer. No deciding, no state.
//
// It writes either what the engine would write, key by key and byte by byte as long (entry, ticket and vault row of
// each whistle, header and applied number of each batch, into the engine's families with the engine's options), or two
// lean keys that hold the request's own bytes.
#pragma once

#include <filesystem>
#include <string>

namespace whistle::bench {

enum class Rows { Equal, Lean };
enum class Threads {
  One,  // commits between two drains
  Two,  // a writer commits while the next batch is drained
};

struct FloorOptions {
  Rows rows = Rows::Equal;
  Threads threads = Threads::One;
  std::filesystem::path data;    // to be made
  std::filesystem::path sample;  // store of a stopped engine; see sample_rows.h
  std::filesystem::path ready_file;
};

// Serves until the process is ended; ends the program on any failure.
void serve_floor(const FloorOptions& options);

}  // namespace whistle::bench
