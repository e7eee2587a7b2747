#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_lodge_appeal(Draft& draft, const v1::LodgeAppeal&) {
  return wrong_state(draft);
}

Decided<void> decide_review_appeal(Draft& draft, const v1::ReviewAppeal&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
