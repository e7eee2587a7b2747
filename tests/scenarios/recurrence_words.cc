#include "tests/scenarios/recurrence_words.h"

namespace whistle::tests {

std::string about_recurrence(const engine::Calendar&, const v1::Event& event) {
  return event.ShortDebugString();
}

}  // namespace whistle::tests
