// Slows down who guesses: each failed login makes the next answers to failures from there later.
//
//   answer_after(guard.failed(caller.group, now), 401);
//
// Tokens are 256 random bits, so guessing leads nowhere; what is slowed is a program that tries leaked ones, or goes on
// with one that was revoked. Who has a valid token is never held up, also behind the same router. Keeps a bounded
// number of groups (see adapters::http::Peer). One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace whistle::tools::whistled::web {

class LoginGuard {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::milliseconds;

  static constexpr Duration kFirstDelay{250};
  static constexpr Duration kDelayMax{8'000};
  static constexpr std::chrono::minutes kForgiven{10};  // after the last failure
  static constexpr std::size_t kGroupsMax = 65'536;

  // How long the answer to this failure has to wait.
  [[nodiscard]] Duration failed(const std::string& group, Time now);

  [[nodiscard]] std::size_t remembered() const { return by_group_.size(); }

 private:
  struct Failures {
    std::uint32_t count = 0;
    Time last;
  };
  void make_room(Time now);

  std::unordered_map<std::string, Failures> by_group_;  // looked up, and swept as a whole
};

}  // namespace whistle::tools::whistled::web
