#include "tests/scenarios/holdings_words.h"

namespace whistle::tests {

std::string about_holdings(const engine::Calendar&, const v1::Event& event) {
  return event.ShortDebugString();
}

}  // namespace whistle::tests
