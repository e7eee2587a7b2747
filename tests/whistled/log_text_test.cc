#include "tools/whistled/log_text.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {
namespace {

TEST_CASE("a value in the log is one line, whatever is in it") {
  CHECK(in_quotes("plain") == "\"plain\"");
  CHECK(in_quotes("a \"b\" \\ c") == R"("a \"b\" \\ c")");
  CHECK(in_quotes("two\nlines\tand a tab") == R"("two\nlines\tand a tab")");
  CHECK(in_quotes("\x1b[31m\x7f") == R"("\x1b[31m\x7f")");
  CHECK(in_quotes("楼道") == "\"楼道\"");
}

TEST_CASE("a level that there is not is refused") {
  CHECK_FALSE(start_log("loud"));
}

}  // namespace
}  // namespace whistle::tools::whistled
