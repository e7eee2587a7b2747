#include "storage/forgiving_log.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/temp_dir.h"

namespace whistle::storage {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("a line is written at once, with its time and thread") {
  const support::TempDir directory;
  ForgivingLog log(directory.path(), 4096);
  rocksdb::Info(&log, "flushed %d tables", 3);
  const auto line = content(directory.path() / "LOG");
  CHECK(line.ends_with(" flushed 3 tables\n"));
  CHECK(line.find("Z ") != std::string::npos);
  CHECK(log.GetLogFileSize() == line.size());
}

TEST_CASE("past its size another file begins, and two older ones are kept") {
  const support::TempDir directory;
  ForgivingLog log(directory.path(), 60);
  for (const char* word : {"first", "second", "third", "fourth"})
    rocksdb::Info(&log, "the %s of them all", word);
  CHECK(content(directory.path() / "LOG").find("fourth") != std::string::npos);
  CHECK(content(directory.path() / "LOG.old.1").find("third") != std::string::npos);
  CHECK(content(directory.path() / "LOG.old.2").find("second") != std::string::npos);
}

TEST_CASE("of a start before, the file is kept as an older one") {
  const support::TempDir directory;
  {
    ForgivingLog before(directory.path(), 4096);
    rocksdb::Info(&before, "before");
  }
  ForgivingLog log(directory.path(), 4096);
  rocksdb::Info(&log, "after");
  CHECK(content(directory.path() / "LOG.old.1").find("before") != std::string::npos);
  CHECK(content(directory.path() / "LOG").find("before") == std::string::npos);
}

TEST_CASE("without a directory nothing is written until there is one") {
  const support::TempDir directory;
  ForgivingLog log(directory.path() / "store", 4096);
  rocksdb::Info(&log, "too early");
  std::filesystem::create_directory(directory.path() / "store");
  rocksdb::Info(&log, "in time");
  const auto line = content(directory.path() / "store" / "LOG");
  CHECK(line.find("in time") != std::string::npos);
  CHECK(line.find("too early") == std::string::npos);
}

TEST_CASE("what does not fit any more is left out, and what fits again is written") {
  const support::TempDir directory;
  ForgivingLog log(directory.path(), 1 << 20);
  rocksdb::Info(&log, "fits");
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto full = before;
  full.rlim_cur = std::filesystem::file_size(directory.path() / "LOG");
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
  rocksdb::Info(&log, "does not fit");
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  rocksdb::Info(&log, "fits again");
  const auto lines = content(directory.path() / "LOG");
  CHECK(lines.find("does not fit") == std::string::npos);
  CHECK(lines.find("fits again") != std::string::npos);
}

}  // namespace
}  // namespace whistle::storage
