#include "engine/open_tally.h"

#include <string_view>

#include "engine/assert.h"

namespace whistle::engine {

namespace {

std::string_view lead_of(const Ticket& ticket) {
  return ticket.parts.empty() ? std::string_view{} : ticket.lead();
}

}  // namespace

void OpenTally::add(const Ticket& ticket) {
  auto at = by_lead_.find(lead_of(ticket));
  if (at == by_lead_.end()) at = by_lead_.emplace(lead_of(ticket), ByState{}).first;
  ++at->second.at(static_cast<std::size_t>(ticket.state));
}

void OpenTally::remove(const Ticket& ticket) {
  const auto at = by_lead_.find(lead_of(ticket));
  WHISTLE_ASSERT(at != by_lead_.end());
  auto& count = at->second.at(static_cast<std::size_t>(ticket.state));
  WHISTLE_ASSERT(count > 0);
  --count;
}

}  // namespace whistle::engine
