#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

Decided<void> decide_report_absence(Draft& draft, const v1::ReportAbsence&) {
  return wrong_state(draft);
}

Decided<void> decide_end_absence(Draft& draft, const v1::EndAbsence&) {
  return wrong_state(draft);
}

}  // namespace whistle::engine
