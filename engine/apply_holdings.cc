#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

void apply_holdings(const v1::Entry&, const v1::Event& event, Ticket& ticket) {
  if (event.has_duty_handed_over()) return hand_duty_over(event.duty_handed_over(), ticket);
  WHISTLE_ASSERT(!"not there yet");
}

}  // namespace whistle::engine
