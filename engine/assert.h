// Assertions of invariants: on in every build, never for input. A broken one ends the process; start-up is the recovery
// path.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace whistle::engine {

[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, condition);
  std::abort();
}

}  // namespace whistle::engine

#define WHISTLE_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::whistle::engine::assertion_failed(#condition, __FILE__, __LINE__))
