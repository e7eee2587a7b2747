#include "tools/whistled/data_directory.h"

#include <sys/stat.h>

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/support/temp_dir.h"

namespace whistle::tools::whistled {
namespace {

std::string read(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_CASE("a data directory is made for its owner alone, with its parents") {
  const support::TempDir dir;
  const DataDirectory data(dir.path() / "a" / "b");
  REQUIRE(data.create().has_value());
  struct stat status {};
  REQUIRE(::stat(data.root().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
  CHECK(data.create().has_value());  // still empty
}

TEST_CASE("what is there already is never touched") {
  const support::TempDir dir;
  const DataDirectory data(dir.path());
  std::filesystem::create_directory(data.store());
  CHECK(data.create().error().code == ExitCode::BadData);
  CHECK(data.check_exists().has_value());
  std::filesystem::remove(data.store());
  std::ofstream(dir.path() / "letter") << "dear";
  CHECK(data.create().error().code == ExitCode::BadData);
  CHECK(data.check_exists().error().code == ExitCode::BadData);
  CHECK(read(dir.path() / "letter") == "dear");
}

TEST_CASE("a file is replaced as a whole") {
  const support::TempDir dir;
  const auto path = dir.path() / "endpoints";
  REQUIRE(write_atomically(path, "first, and longer\n").has_value());
  REQUIRE(write_atomically(path, "second\n").has_value());
  CHECK(read(path) == "second\n");
  CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
  CHECK(write_atomically(dir.path() / "absent" / "x", "").error().code == ExitCode::Failed);
}

TEST_CASE("the endpoints say where, how, and with which key") {
  const auto curve = to_text({"tcp://127.0.0.1:1", "tcp://127.0.0.1:2", std::string(32, '\0')});
  CHECK(curve.starts_with("commands=tcp://127.0.0.1:1\nfeed=tcp://127.0.0.1:2\nmode=curve\nserver_public_key=" +
                          std::string(40, '0') + "\npid="));
  CHECK(to_text({"a", "b", ""}).starts_with("commands=a\nfeed=b\nmode=plain\npid="));
}

}  // namespace
}  // namespace whistle::tools::whistled
