#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_hand_over_duty(Draft& draft, const v1::HandOverDuty&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
