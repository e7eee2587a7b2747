#include "tools/whistle/aside_file.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/temp_dir.h"

namespace whistle::tools {

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::size_t files_in(const std::filesystem::path& directory) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

}  // namespace

TEST_CASE("a file is at its place once it is kept, and nowhere if it is not") {
  const support::TempDir directory;
  const auto path = directory.path() / "out.csv";
  {
    auto file = AsideFile::open(Language::English, path);
    REQUIRE(file);
    file->stream() << "half";
    CHECK_FALSE(std::filesystem::exists(path));
  }
  CHECK(files_in(directory.path()) == 0);
  auto file = AsideFile::open(Language::English, path);
  REQUIRE(file);
  file->stream() << "whole";
  REQUIRE(file->keep());
  CHECK(content_of(path) == "whole");
  CHECK(files_in(directory.path()) == 1);
}

TEST_CASE("bytes are written whole, never over a file and never through a link that leads nowhere") {
  const support::TempDir directory;
  const auto path = directory.path() / "receipt.json";
  REQUIRE(write_new_file(Language::English, path, "all of it"));
  CHECK(content_of(path) == "all of it");
  CHECK_FALSE(write_new_file(Language::English, path, "other"));
  CHECK(content_of(path) == "all of it");
  const auto link = directory.path() / "link";
  std::filesystem::create_symlink(directory.path() / "nowhere", link);
  CHECK_FALSE(write_new_file(Language::English, link, "through it"));
  CHECK(files_in(directory.path()) == 2);
}

TEST_CASE("nothing is replaced, neither what was there first nor what came meanwhile") {
  const support::TempDir directory;
  const auto path = directory.path() / "out.csv";
  {
    auto file = AsideFile::open(Language::English, path);
    REQUIRE(file);
    file->stream() << "mine";
    std::ofstream(path) << "theirs";
    CHECK_FALSE(file->keep());
  }
  CHECK(content_of(path) == "theirs");
  CHECK_FALSE(AsideFile::open(Language::English, path));
  CHECK_FALSE(AsideFile::open(Language::English, directory.path() / "no" / "folder"));
  CHECK(files_in(directory.path()) == 1);
}

}  // namespace whistle::tools
