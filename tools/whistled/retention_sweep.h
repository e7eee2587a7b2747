// Which closed tickets have been kept as long as the district's retention.yaml says. Looked for little by little, so
// that years of tickets hold up nobody.
//
//   RetentionSweep sweep;
//   for (const auto id : sweep.due(state, store, now)) acceptance.erase_own(id, v1::ERASE_GROUND_RETENTION);
//
// Goes through the closed tickets from the oldest on, as far as the class that is kept shortest may be due, and begins
// again after a while: what was not due then may be now, and rules change. One thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/ports.h"
#include "engine/state.h"
#include "engine/time.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

class RetentionSweep {
 public:
  static constexpr std::size_t kLookedAtMax = 256;  // tickets a call
  // From the end of one round to the next.
  static constexpr engine::Duration kRest = engine::minutes(60);

  // At most kLookedAtMax, by closing. Those that are erased already may be among them.
  [[nodiscard]] Result<std::vector<engine::TicketId>> due(const engine::State& state, const engine::Store& store,
                                                          engine::Instant now);

 private:
  engine::Sequence ruleset_{0};                 // by which it goes
  engine::Instant from_ = engine::kInstantMin;  // closed then or later: not looked at in this round
  engine::Instant rests_until_ = engine::kInstantMin;
};

}  // namespace whistle::tools::whistled
