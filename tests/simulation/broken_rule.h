// What a simulation says when a rule does not hold. Thrown where it is seen, caught by the simulation, which adds the
// step and the trace.
#pragma once

#include <stdexcept>
#include <string>

namespace whistle::tests {

struct BrokenRule : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& otherwise) {
  if (!holds) throw BrokenRule(otherwise);
}

}  // namespace whistle::tests
