// The engine at one moment, as the core thread saw it: what /metrics and /-/ready are made from. A plain value, for any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/clock.h"
#include "engine/state.h"
#include "tools/whistled/deliveries/delivery_facts.h"
#include "tools/whistled/disk_guard.h"
#include "tools/whistled/heartbeats.h"
#include "tools/whistled/measures.h"

namespace whistle::tools::whistled {

// Of the doors on the web.
struct WebCounts {
  std::uint64_t requests = 0;       // since the start
  std::uint64_t failed_logins = 0;  // since the start: unknown, expired and revoked tokens, wrong links
  std::uint64_t streams = 0;        // of the feed, open now
};

struct Snapshot {
  Measures measures;

  std::uint64_t next_sequence = 0;  // of the journal, as far as it is durable
  std::string ruleset_sha256;       // in force; empty: none
  std::uint64_t ruleset_sequence = 0;
  std::map<std::pair<v1::PartyKind, v1::TicketState>, std::uint64_t> open_tickets;  // by lead and state

  v1::ClockMode clock_mode{};
  std::optional<engine::Duration> clock_jumped;  // and nobody has confirmed it
  DiskSpace disk = DiskSpace::Ample;

  bool vault_unscrubbed = false;  // erased bytes may still lie in files

  std::optional<WebCounts> web;                       // nullopt: no door is open
  std::vector<deliveries::DeliveryFacts> deliveries;  // by subscriber
  std::vector<HeartbeatFacts> heartbeats;             // by member
  engine::Instant now;                                // civil time
  std::uint64_t replies_lost = 0;
  std::uint64_t gathering = 0;  // entries and replies that wait for a commit
  std::uint64_t queries_waiting = 0;
  bool stopping = false;

  // Why the engine should get no new whistles now, in a line; empty: it should.
  [[nodiscard]] std::string not_ready() const;
};

// Counts of the tally under the kind of each lead, as the ruleset in force has it. UNSPECIFIED: nobody leads yet, or
// the party is none of this ruleset.
[[nodiscard]] std::map<std::pair<v1::PartyKind, v1::TicketState>, std::uint64_t> open_by_kind(
    const engine::State& state);

}  // namespace whistle::tools::whistled
