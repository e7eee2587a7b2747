#include "tools/whistled/scrub.h"

namespace whistle::tools::whistled {

engine::Stored<bool> scrub_whole(engine::Store& store) {
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    auto clean = store.scrub();
    if (!clean || *clean) return clean;
  }
  return false;
}

}  // namespace whistle::tools::whistled
