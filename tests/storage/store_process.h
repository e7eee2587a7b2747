// A store in a process of its own, so that it can be killed.
//
//   StoreProcess process("commits whistles until it is killed", directory);
//   process.acknowledged(20);        // waits until it has told of 20 commits
//   process.kill();
//
// The process is this test program again, running one test case that is skipped otherwise: a fork would lack RocksDB's
// threads.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace whistle::storage {

class StoreProcess {
 public:
  StoreProcess(const std::string& test_case, const std::filesystem::path& directory);
  ~StoreProcess();  // kills it if it still runs
  StoreProcess(const StoreProcess&) = delete;
  StoreProcess& operator=(const StoreProcess&) = delete;

  // Waits until the process has told of `count` commits, or has ended; returns how many it has told of.
  std::uint64_t acknowledged(std::uint64_t count);
  void kill();
  // Waits for its end; the exit code, or minus the signal.
  int wait();

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int acknowledgements_ = -1;  // the reading end of a pipe
  std::uint64_t count_ = 0;
};

// What the process asks for itself.
[[nodiscard]] std::filesystem::path process_directory();
// Tells of one commit.
void acknowledge();

}  // namespace whistle::storage
