// What a benchmark program does about a failing environment: says so and ends. A figure made after a failure is worse
// than none.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace whistle::bench {

inline void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

}  // namespace whistle::bench
