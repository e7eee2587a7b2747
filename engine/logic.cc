#include "engine/logic.h"

namespace whistle::engine {

std::uint32_t logic_needed(v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kRevealReporter:
    case v1::Command::kEraseTicket:
    case v1::Command::kRecordReading:
    case v1::Command::kRotateMasterKey:
      return 2;
    default:
      return kOldestLogic;
  }
}

}  // namespace whistle::engine
