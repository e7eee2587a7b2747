#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

void apply_appeal(const v1::Entry&, const v1::Event&, Ticket&) {
  WHISTLE_ASSERT(!"not there yet");
}

}  // namespace whistle::engine
