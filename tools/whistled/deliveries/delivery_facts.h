// How the deliveries to one subscriber stand: what the metrics page and `whistled deliveries list` tell. A plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/platform/breaker.h"

namespace whistle::tools::whistled::deliveries {

struct DeliveryFacts {
  std::string name;
  bool configured = true;  // false: the file names it no more, its place is kept
  std::string address;     // where it goes; empty: not configured
  std::string member;
  std::uint64_t next = 0;     // everything before it is settled
  std::uint64_t backlog = 0;  // entries of the journal from there on
  std::uint64_t waiting = 0;  // letters in memory
  std::uint64_t in_flight = 0;
  std::uint64_t dead = 0;
  std::optional<std::int64_t> oldest_us;  // civil time of the oldest letter that waits, dead ones aside
  std::uint64_t checkpoint = 0;           // size of the last one that was delivered
  adapters::platform::BreakerState breaker = adapters::platform::BreakerState::Closed;
  // ---- since it was set up, by a start or a reload ----
  std::uint64_t attempts = 0;
  std::uint64_t delivered = 0;
  std::uint64_t failures = 0;  // attempts that brought no 2xx
  std::string last_fault;      // of the last failure, or of what the core would not tell; empty: none
};

}  // namespace whistle::tools::whistled::deliveries
