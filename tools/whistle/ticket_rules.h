// The rulesets that the entries of a ticket were decided by, as the engine tells them to who sees the ticket.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "engine/ruleset.h"
#include "tools/whistle/engine_session.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

// By the sequence number of their publication. Without outlines and members, which nobody is told.
using TicketRules = std::map<std::uint64_t, std::shared_ptr<const engine::Ruleset>>;

// Asks for each ruleset once, part by part. What does not give the hash that names it is a failure.
[[nodiscard]] Result<TicketRules> fetch_rules(EngineSession& session, const std::vector<v1::Entry>& entries);

}  // namespace whistle::tools
