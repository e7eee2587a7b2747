#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_reopen_ticket(Draft& draft, const v1::ReopenTicket&) {
  return wrong_state(draft);
}

Decided<void> decide_record_repeat(Draft& draft, const v1::RecordRepeat&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
