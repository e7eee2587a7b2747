#include "tools/whistle/whole_file.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/temp_dir.h"

namespace whistle::tools {

TEST_CASE("a file is read whole, also an empty one and one longer than a piece") {
  const support::TempDir directory;
  const auto path = directory.path() / "file";
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{200'000}}) {
    const std::string bytes(size, 'x');
    std::ofstream(path, std::ios::binary) << bytes;
    CHECK(read_whole_file(path) == bytes);
  }
}

TEST_CASE("what is not there, or is no file, is told and not taken for an empty one") {
  const support::TempDir directory;
  CHECK(read_whole_file(directory.path() / "none") == std::nullopt);
  CHECK(read_whole_file(directory.path()) == std::nullopt);
  // Opens, and fails at its first byte.
  CHECK(read_whole_file("/proc/self/mem") == std::nullopt);
  const auto told = read_whole_file(Language::English, directory.path());
  REQUIRE_FALSE(told);
  CHECK(told.error().message == directory.path().string() + " cannot be read");
}

}  // namespace whistle::tools
