// The names of a ruleset as a client is told them.
#pragma once

#include <string>

#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

// What a category is called and which evidence it demands; nothing where the rules do not know it.
void put_category(const engine::Ruleset& rules, const std::string& code, v1::Ticket& view);
// What the ticket's estate, or else its most specific area, is called.
void put_place_name(const engine::Ruleset& rules, const engine::Ticket& ticket, v1::Ticket& view);
// Adds areas, estates, parties, categories and venues, each list in the ruleset's order, which is that of codes.
void put_names(const engine::Ruleset& rules, v1::GetDistrictReply& reply);

}  // namespace whistle::adapters::zeromq
