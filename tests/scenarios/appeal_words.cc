#include "tests/scenarios/appeal_words.h"

namespace whistle::tests {

std::string about_appeal(const engine::Calendar&, const v1::Event& event) {
  return event.ShortDebugString();
}

}  // namespace whistle::tests
