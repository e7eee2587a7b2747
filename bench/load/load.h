// Puts whistles on a server and times the answers.
//
// Closed: each connection keeps its share in flight. Open: whistle i is due at start + i / rate, whatever the server
// does, and its latency counts from that instant, so that a server that stalls cannot hide it by being asked less.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "bench/load/latencies.h"

namespace whistle::bench {

struct LoadOptions {
  std::string endpoint;
  std::filesystem::path stream;
  std::string member;
  std::string key_prefix;
  std::uint32_t in_flight = 1;  // of all connections together
  std::uint32_t connections = 1;
  double rate = 0;          // a second; 0: closed
  double seconds = 2;       // of sending; what is in flight then is waited for and counts
  std::uint64_t count = 0;  // whistles instead of seconds; 0: seconds
  std::string server_key;   // CURVE, Z85; empty: plain
  std::string public_key;
  std::string secret_key;
};

struct LoadResult {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  double seconds = 0;  // from the first request to the last answer
  Latencies latencies;
};

// Ends the program when the server does not answer for ten seconds.
[[nodiscard]] LoadResult run_load(const LoadOptions& options);

}  // namespace whistle::bench
