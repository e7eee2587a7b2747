// What the ruleset in force would say of a ticket that is pinned to another. Changes nothing; RebaseTicket
// (decide_rebase.cc) pins it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/state.h"
#include "engine/ticket.h"
#include "whistle/v1/service.pb.h"

namespace whistle::engine {

// A limit counted from where a running clock of the lead began; nullopt: the ruleset gives none.
struct DueChange {
  v1::ClockKind kind{};
  std::optional<Instant> pinned;
  std::optional<Instant> newest;
};

struct RebasePreview {
  std::string lead_pinned;  // whom the routes name for the place as it stands; codes
  std::string lead_newest;
  std::vector<DueChange> dues;  // those that differ
  v1::RefusalCode refused{};    // unspecified: it can be rebased
};

// Of an open ticket, with a ruleset in force.
[[nodiscard]] RebasePreview preview_rebase(const State& state, const Ticket& ticket);

}  // namespace whistle::engine
