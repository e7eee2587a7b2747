#include "engine/open_tally.h"

#include "engine/assert.h"

namespace whistle::engine {

void OpenTally::add(std::string_view lead, v1::TicketState state) {
  auto at = by_lead_.find(lead);
  if (at == by_lead_.end()) at = by_lead_.emplace(lead, ByState{}).first;
  ++at->second.at(static_cast<std::size_t>(state));
}

void OpenTally::remove(std::string_view lead, v1::TicketState state) {
  const auto at = by_lead_.find(lead);
  WHISTLE_ASSERT(at != by_lead_.end());
  auto& count = at->second.at(static_cast<std::size_t>(state));
  WHISTLE_ASSERT(count > 0);
  --count;
}

}  // namespace whistle::engine
