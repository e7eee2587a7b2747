// The golden journal of a release: made once, by the release's own program, and then read by every later one
// (golden_test.py).
//
//   WHISTLE_GOLDEN=tests/whistle/audit/golden/logic-3.journal build/release/bin/test_audit -ns -tc="a golden journal*"
#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/whistle/audit/lived_journal.h"

namespace whistle::tools {

TEST_CASE("a golden journal is made where it is asked for" * doctest::skip()) {
  const char* wanted = std::getenv("WHISTLE_GOLDEN");
  REQUIRE_MESSAGE(wanted != nullptr, "WHISTLE_GOLDEN names the file to make");
  CHECK(std::filesystem::copy_file(lived_journal().file(), wanted));
}

}  // namespace whistle::tools
