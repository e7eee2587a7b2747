// The names of a ruleset as a client is told them.
#pragma once

#include "engine/ruleset.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

// Adds areas, estates, parties, categories and venues, each list in the ruleset's order, which is that of codes.
void put_names(const engine::Ruleset& rules, v1::GetDistrictReply& reply);

}  // namespace whistle::adapters::zeromq
