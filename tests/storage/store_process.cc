#include "tests/storage/store_process.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <vector>

namespace whistle::storage {

namespace {

constexpr const char* kDirectoryName = "WHISTLE_TEST_DIRECTORY";
constexpr int kAcknowledgements = 3;  // the descriptor in the process

}  // namespace

StoreProcess::StoreProcess(const std::string& test_case, const std::filesystem::path& directory) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  acknowledgements_ = ends[0];
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  // Onto itself it would stay close-on-exec, so by way of a number that is free.
  const int spare = ::fcntl(ends[1], F_DUPFD_CLOEXEC, kAcknowledgements + 1);
  ::posix_spawn_file_actions_adddup2(&actions, spare, kAcknowledgements);

  ::setenv(kDirectoryName, directory.c_str(), 1);
  std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::string chosen = "--test-case=" + test_case;
  std::string unskipped = "--no-skip=true";
  std::string terse = "--no-intro=true";
  std::vector<char*> arguments = {program.data(), chosen.data(), unskipped.data(), terse.data(), nullptr};
  REQUIRE(::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) == 0);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(spare);
  ::close(ends[1]);
}

StoreProcess::~StoreProcess() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  ::close(acknowledgements_);
}

std::uint64_t StoreProcess::acknowledged(std::uint64_t count) {
  char byte = 0;
  while (count_ < count && ::read(acknowledgements_, &byte, 1) == 1)
    ++count_;
  return count_;
}

void StoreProcess::kill() {
  ::kill(pid_, SIGKILL);
}

int StoreProcess::wait() {
  int status = 0;
  REQUIRE(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::filesystem::path process_directory() {
  const char* directory = std::getenv(kDirectoryName);
  REQUIRE(directory != nullptr);
  return directory;
}

void acknowledge() {
  REQUIRE(::write(kAcknowledgements, "+", 1) == 1);
}

}  // namespace whistle::storage
