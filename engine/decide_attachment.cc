#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_put_attachment(Draft& draft, const v1::PutAttachment&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
