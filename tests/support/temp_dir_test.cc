#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace whistle::support {

TEST_CASE("a temp directory exists while its object lives and is removed with its content") {
  std::filesystem::path kept;
  {
    const TempDir dir;
    kept = dir.path();
    CHECK(std::filesystem::is_directory(kept));
    std::filesystem::create_directory(kept / "inner");
    std::ofstream(kept / "inner" / "file") << "content";
  }
  CHECK_FALSE(std::filesystem::exists(kept));
}

TEST_CASE("two temp directories are never the same") {
  const TempDir first;
  const TempDir second;
  CHECK(first.path() != second.path());
}

}  // namespace whistle::support
