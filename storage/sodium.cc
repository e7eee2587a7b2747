#include "storage/sodium.h"

#include <sodium.h>

#include "engine/assert.h"

namespace whistle::storage {

void start_sodium() {
  const bool started = sodium_init() >= 0;
  WHISTLE_ASSERT(started);
}

}  // namespace whistle::storage
