// When to ask again, and for how long: one request, until it is answered or the time is up. No clock, no socket; the
// time is an argument. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "adapters/zeromq/retry_pause.h"
#include "engine/ports.h"
#include "whistle/client/error.h"

namespace whistle::client {

class Attempts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Again {
    std::chrono::milliseconds after{};
  };
  using Verdict = std::variant<Result<v1::Reply>, Again>;  // the end, or another try

  // The first try waits this long before the connection is taken for dead; each later one twice as long, because an
  // engine that is only slow answers no sooner for being asked again.
  static constexpr std::chrono::milliseconds kTryFirst{5'000};

  // `key` is the request's; empty: a question. `random` outlives this.
  Attempts(std::string key, Time deadline, engine::RandomSource& random);

  // Until when the coming try may wait. Call it once a try.
  [[nodiscard]] Time patience(Time now);
  // What is to be done with a reply.
  [[nodiscard]] Verdict answered(v1::Reply reply, Time now);
  // What is to be done after a try that brought no answer, and may have been heard.
  [[nodiscard]] Verdict lost(const std::string& reason, Time now);
  // Whether the time was up while the next try was waited for; nullopt: try.
  [[nodiscard]] std::optional<NoAnswer> given_up(Time now) const;

 private:
  std::string key_;
  Time deadline_;
  engine::RandomSource& random_;
  adapters::zeromq::RetryPause pause_;
  std::chrono::milliseconds try_max_ = kTryFirst;
  // Of the last try that was lost: the request may have been done, whatever is said later.
  std::optional<std::string> lost_;
};

}  // namespace whistle::client
